// Names tell which data an operation moves; names that only tell about such data do not.
import assert from 'node:assert/strict';
import { type DataClass, dataClassOf } from '../../server/src/core/dialects/openapi/data-classes.ts';

const known: Readonly<Record<DataClass, readonly string[]>> = {
  credentials: ['password', 'newPassword', 'password_confirmation', 'client_secret', 'apiKey', 'refresh-token', 'PIN'],
  payment: ['cardNumber', 'CVV', 'iban', 'bank_account', 'creditCard'],
  health: ['bloodType', 'diagnosis', 'knownAllergies', 'medical_history'],
  contact: ['email', 'workEmail', 'e_mail', 'phoneNumber', 'postalCode', 'shipping_address', 'firstName'],
  location: ['latitude', 'homeLng', 'geoLocation', 'gps'],
  identifiers: ['ssn', 'passportNumber', 'dateOfBirth', 'ip_address', 'deviceId'],
};
const harmless = [
  'nextPageToken',
  'token_type',
  'passwordPolicy',
  'emailVerified',
  'phone_count',
  'tokenExpiresAt',
  'secretName',
  'spinner',
  'pinned',
  'platform',
  'lateFee',
  'description',
  'tokenUsage',
  'addressId',
  '__proto__',
  'constructor',
  '',
];

describe('classes of data', () => {
  for (const [dataClass, names] of Object.entries(known))
    it(`knows ${dataClass} by whole words`, () => {
      for (const name of names) assert.equal(dataClassOf(name), dataClass, name);
    });

  it('is silent about names that are about data, or only sound like it', () => {
    for (const name of harmless) assert.equal(dataClassOf(name), undefined, name);
  });
});
