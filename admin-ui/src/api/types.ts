/** Names for the shapes of the API that the pages speak of. */
import type { components, paths } from './generated';

type Schemas = components['schemas'];
type Query<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } } ? NonNullable<Q> : never;

export type SchemaName = keyof Schemas;
export type Me = Schemas['Me'];
export type Place = Schemas['Place'];
export type ActiveCall = Schemas['Call'];
export type Party = Schemas['Party'];
export type User = Schemas['User'];
export type NewUser = Schemas['NewUser'];
export type Role = Schemas['Role'];
export type RoleFacts = Schemas['RoleFacts'];
export type NewRole = Schemas['NewRole'];
export type AccessLevel = Schemas['AccessLevel'];
export type SupportGrant = Schemas['SupportGrant'];
export type SupportVisit = Schemas['SupportVisit'];
export type TenantAccess = Schemas['TenantAccess'];
export type SessionFacts = Schemas['SessionFacts'];
export type SecondFactorState = Schemas['SecondFactor'];
export type Enrolment = Schemas['Enrolment'];
export type ApiKey = Schemas['ApiKey'];
export type NewApiKey = Schemas['NewApiKey'];
export type ApiKeyChange = Schemas['ApiKeyChange'];
export type SignInPolicy = Schemas['SignInPolicy'];
export type Endpoint = Schemas['Endpoint'];
export type ListedEndpoint = Schemas['ListedEndpoint'];
export type BulkReport = Schemas['BulkReport'];
export type ImportFacts = Schemas['ImportFacts'];
export type ImportField = Schemas['Field'];
export type EndpointSettings = Schemas['Settings'];
export type Device = Schemas['Device'];
export type Extension = Schemas['Extension'];
export type Trunk = Schemas['Trunk'];
export type TrunkSettings = Schemas['TrunkSettings'];
export type TrunkState = Schemas['TrunkState'];
export type Gateway = Schemas['Gateway'];
export type PhoneNumber = Schemas['Number'];
export type OutboundRoute = Schemas['Route'];
export type Cdr = Schemas['Cdr'];
export type CdrSummary = Schemas['CdrSummary'];
export type CallTrace = Schemas['CallTrace'];
export type TraceMessage = Schemas['Message'];
export type MediaFigures = Schemas['Figures'];
export type AuditLine = Schemas['Line'];
export type TenantFacts = Schemas['TenantFacts'];
export type Limits = Schemas['Limits'];
export type ResellerFacts = Schemas['ResellerFacts'];
export type Quota = Schemas['Quota'];
export type HealthFigures = Schemas['HealthFigures'];
export type HealthChecks = Schemas['HealthChecks'];
export type HealthFinding = Schemas['HealthFinding'];
export type Ban = Schemas['Ban'];
export type NewBan = Schemas['NewBan'];
export type BanSide = Schemas['BanSide'];
export type AllowedAddress = Schemas['AllowedAddress'];
export type SecurityEvent = Schemas['SecurityEvent'];
export type SecurityRetention = Schemas['SecurityRetention'];
export type BanQuery = Query<'/api/v1/bans'>;
export type SecurityQuery = Query<'/api/v1/security-events'>;
export type SetupProgress = Schemas['SetupProgress'];
export type InstallationAddress = Schemas['InstallationAddress'];
export type CallDiagnosis = Schemas['CallDiagnosis'];
export type Finding = Schemas['Finding'];
export type Outcome = Schemas['Outcome'];
export type BlueprintStep = Schemas['BlueprintStep'];
export type BlueprintDone = Outcome & { secrets: { section: string; key: string; user: string; value: string }[] };
export type Plan = Schemas['Plan'];
export type UsageFacts = Schemas['UsageFacts'];
export type OwnQuota = Schemas['OwnQuota'];
export type TenantTotals = Schemas['TenantTotals'];
export type Brand = Schemas['Brand'];
export type BrandSettings = Schemas['BrandSettings'];
export type Branding = Schemas['Branding'];
export type BrandTried = Schemas['BrandTried'];
export type Colours = Schemas['Colours'];
export type Tones = Schemas['Tones'];
export type LogoFacts = Schemas['LogoFacts'];
export type CdrQuery = Query<'/api/v1/cdrs'>;
export type AuditQuery = Query<'/api/v1/audit'>;
export type UserQuery = Query<'/api/v1/users'>;
export type TenantQuery = Query<'/api/v1/tenants'>;

/** One page of a list. */
export interface Rows<T> {
  items: T[];
  next?: string;
  /** Of all pages together, where the server counts. */
  total?: Total;
}

/** So many rows, or more than that. */
export interface Total {
  count: number;
  more: boolean;
}
