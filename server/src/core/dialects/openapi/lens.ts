/** An OpenAPI document in the words of its standard: 2.0, 3.0, 3.1 and 3.2 read as one. */
export { OpenApiDocument, type OpenApiVersion, type Section } from './document.ts';
export { Operation, type OperationKind } from './operation.ts';
export { Parameter } from './parameter.ts';
export { ApiResponse, type Content } from './response.ts';
export { Schema, type SchemaRole } from './schema.ts';
export { SecurityScheme, type Security, type Requirement, type SchemeUse, type OAuthFlow } from './security.ts';
export { Server } from './server.ts';
