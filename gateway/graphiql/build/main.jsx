// Starts GraphiQL on the endpoint and the operations that the page's JSON configuration names.
import 'monaco-graphql/esm/monaco-editor.js';
import './main.css';
import { GraphiQL } from 'graphiql';
import { createRoot } from 'react-dom/client';

const { endpoint, tabs } = JSON.parse(document.getElementById('graphiql-config').textContent);

// EDITOR_WORKER and its like are file names that build.mjs fills in.
const workers = { graphql: GRAPHQL_WORKER, json: JSON_WORKER };
globalThis.MonacoEnvironment = {
  getWorker: (_id, label) => new Worker(new URL(workers[label] ?? EDITOR_WORKER, import.meta.url)),
};

async function fetcher(parameters, { headers } = {}) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json;q=0.9',
      ...headers,
    },
    body: JSON.stringify(parameters),
  });
  if (!response.headers.get('content-type')?.includes('json')) {
    throw new Error(`${endpoint} answered ${response.status} without JSON.`);
  }
  return response.json();
}

const OPENED = 'account-gateway:tabs';

// The tabs to open, or undefined where GraphiQL's stored ones stand. When the operations have changed since the last
// visit the new ones come first, followed by whatever the user wrote or edited.
function tabsToOpen() {
  const offered = JSON.stringify(tabs);
  const opened = localStorage.getItem(OPENED);
  if (opened === offered) {
    return undefined;
  }
  const before = new Set([...JSON.parse(opened ?? '[]'), ...tabs].map(({ query }) => query));
  const stored = JSON.parse(localStorage.getItem('graphiql:tabState') ?? '{"tabs":[]}').tabs;
  const own = stored.filter(({ query }) => query && !before.has(query));
  localStorage.removeItem('graphiql:tabState');
  // GraphiQL fills the editors of the active tab from here, and with variables from nowhere else.
  for (const key of ['query', 'variables']) {
    localStorage.setItem(`graphiql:${key}`, tabs[0]?.[key] ?? '');
  }
  localStorage.setItem(OPENED, offered);
  return [...tabs, ...own];
}

createRoot(document.getElementById('graphiql')).render(
  <GraphiQL fetcher={fetcher} defaultTabs={tabsToOpen()} shouldPersistHeaders={false}>
    <GraphiQL.Logo>Account gateway</GraphiQL.Logo>
  </GraphiQL>,
);
