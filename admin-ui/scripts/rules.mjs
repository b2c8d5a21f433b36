// Writes src/api/rules.generated.ts: the rules of the server's forms, out of its OpenAPI document. It runs before every
// build and test, so the file is never stale and not committed.
import { readFile, writeFile } from 'node:fs/promises';

const FORMS = /^(New|Own|SignIn$|Limits$|Quota$|Settings$|TrunkSettings$|DialPlan$)|Change$/;
const target = new URL('../src/api/rules.generated.ts', import.meta.url);
const { components } = JSON.parse(await readFile(new URL('../../platform/server/openapi.json', import.meta.url), 'utf8'));
const schemas = components.schemas;

/** The schema itself, behind references and `or null`. */
function plain(schema) {
  if (schema.$ref) return plain(schemas[schema.$ref.split('/').pop()]);
  const others = schema.oneOf?.filter((one) => one.type !== 'null') ?? [];
  // A choice of whole numbers: those listed, or the range of the other.
  const listed = others.find((one) => one.enum && one.type === 'integer');
  if (listed && others.length > 1) return { ...plain(others.find((one) => one !== listed)), besides: listed.enum };
  return others[0] ? plain(others[0]) : schema;
}

function rulesOf(schema, pointer, found, above) {
  const own = plain(schema);
  for (const [name, value] of Object.entries(own.properties ?? {})) {
    const rules = {};
    const field = plain(value);
    // What is required in a part that may be left out whole is not required of the form.
    if (above && own.required?.includes(name)) rules.required = true;
    for (const key of ['minimum', 'maximum', 'minLength', 'maxLength', 'pattern', 'besides']) if (field[key] !== undefined) rules[key] = field[key];
    if (field.enum) rules.options = field.enum;
    if (Object.keys(rules).length > 0) found[`${pointer}/${name}`] = rules;
    if (field.properties) rulesOf(field, `${pointer}/${name}`, found, rules.required ?? false);
  }
  return found;
}

function defaultsOf(schema) {
  const fields = Object.entries(plain(schema).properties ?? {}).filter(([, value]) => value.default !== undefined && value.default !== null);
  return Object.fromEntries(fields.map(([name, value]) => [name, value.default]));
}

const names = Object.keys(schemas).filter((name) => FORMS.test(name));
const rules = Object.fromEntries(names.map((name) => [name, rulesOf(schemas[name], '', {}, true)]));
const defaults = Object.fromEntries(['Settings', 'TrunkSettings'].map((name) => [name, defaultsOf(schemas[name])]));
const text = `// Written by scripts/rules.mjs out of platform/server/openapi.json. Not to be changed by hand.
import type { FieldRules } from '../forms/rules';

export const RULES: Readonly<Record<string, Readonly<Record<string, FieldRules>>>> = ${JSON.stringify(rules, null, 2)};

export const DEFAULTS = ${JSON.stringify(defaults, null, 2)} as const;
`;
await writeFile(target, text);
