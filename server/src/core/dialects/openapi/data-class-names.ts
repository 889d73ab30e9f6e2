import type { DataClass } from './data-classes.ts';

/** Phrases of words in lower case, by class; a name has the class when one of them stands in it word by word. */
export const phrases: Readonly<Record<DataClass, readonly string[]>> = {
  credentials: list(
    'password, passwd, pwd, passphrase, passcode, pin, pin code, secret, client secret, api key, apikey, ' +
      'access key, private key, signing key, token, jwt, otp, totp, mfa code, recovery code, backup code, ' +
      'one time code, verification code, security answer, session id, credentials',
  ),
  payment: list(
    'primary account number, card number, cvv, cvc, cvv2, cvc2, credit card, debit card, payment card, ' +
      'cardholder, card holder, iban, bic, account number, routing number, sort code, bank account, ' +
      'card expiry, exp month, exp year, salary',
  ),
  health: list(
    'diagnosis, diagnoses, allergy, allergies, medication, medications, prescription, prescriptions, ' +
      'blood type, blood group, blood pressure, heart rate, icd 10, icd10, disease, symptoms, ' +
      'medical record, medical history, patient id, health insurance, vaccination, vaccinations, disability, ' +
      'pregnancy, glucose',
  ),
  contact: list(
    'email, e mail, emails, phone, telephone, mobile, mobile number, msisdn, fax, street, address, ' +
      'address line, address line1, postal code, postalcode, postcode, post code, zip, zipcode, zip code, ' +
      'first name, firstname, last name, lastname, full name, fullname, given name, family name, surname',
  ),
  location: list(
    'latitude, longitude, lat, lng, lon, geolocation, geo location, gps, coordinates, geohash, ' +
      'current location, last location',
  ),
  identifiers: list(
    'ssn, social security number, national id, passport, passport number, tax id, tax number, ' +
      'driver license, drivers license, driving licence, license plate, dob, date of birth, birth date, ' +
      'birthdate, birthday, ip address, mac address, device id, imei, imsi, advertising id, client ip, ' +
      'remote ip, user ip',
  ),
};

/** Formats that say it (OpenAPI Format Registry). */
export const formats: Readonly<Record<string, DataClass>> = {
  password: 'credentials',
  email: 'contact',
  'idn-email': 'contact',
};

/** Tags of operations that say it where no property does. "health" is left out: it mostly tags probes. */
export const tags: Readonly<Record<string, DataClass>> = {
  payment: 'payment',
  payments: 'payment',
  billing: 'payment',
  patient: 'health',
  patients: 'health',
  medical: 'health',
  prescriptions: 'health',
  fhir: 'health',
  geolocation: 'location',
};

/** Phrases that are another thing than one of their words. */
export const harmless: readonly string[] = list(
  'page token, next token, continuation token, sync token, cursor token, csrf token, max tokens, ' +
    'contract address, wallet address, server address, listen address, bind address, network address, ' +
    'floating ip, reserved ip',
);

/** A name that ends so tells something about the data, and is not the data. */
export const about: ReadonlySet<string> = new Set(
  list(
    'type, url, uri, href, link, links, count, policy, status, state, verified, required, enabled, ' +
      'expires, expiry, expiration, length, strength, hint, format, at, in, version, ttl, limit, template, ' +
      'name, id, ids, sid, uuid, size, budget, ns, ms, usage, info, infos, requirements, retention, ' +
      'method, methods, reset',
  ),
);

function list(text: string): readonly string[] {
  return text.split(', ');
}
