// Runs graphql-http's server audits (GraphQL over HTTP) against a URL; exits 1 unless every one of them is "ok".
import { auditServer } from 'graphql-http';

const EXPECTED = 61;

const [url, ...rest] = process.argv.slice(2);
if (!url || rest.length > 0) {
  console.error('usage: node audit.mjs URL');
  process.exit(2);
}

let results;
try {
  results = await auditServer({ url });
} catch (error) {
  console.error(`GraphQL over HTTP: no answer from ${url}: ${error.cause?.message ?? error.message}`);
  process.exit(1);
}

const failed = results.filter(({ status }) => status !== 'ok');
for (const { id, name, status, reason, response } of failed) {
  const body = response.bodyUsed ? '' : (await response.text()).slice(0, 200);
  console.log(`${status} ${id} ${name}: ${reason}; the answer was ${response.status} ${body}`);
}
console.log(`GraphQL over HTTP: ${results.length - failed.length} of ${results.length} audits ok`);
if (results.length !== EXPECTED) {
  console.log(`${EXPECTED} audits were expected, the suite has ${results.length}`);
}
process.exitCode = failed.length === 0 && results.length === EXPECTED ? 0 : 1;
