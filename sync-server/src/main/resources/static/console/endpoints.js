// Where the node answers what.

const V1 = "/api/v1";
const client = (name) => `${V1}/clients/${encodeURIComponent(name)}`;

export const endpoints = {
  health: "/health",
  events: `${V1}/events`,
  cluster: `${V1}/cluster/status`,
  clients: `${V1}/clients`,
  jobs: `${V1}/sync/jobs?limit=20`,
  pastJobs: `${V1}/sync/jobs?limit=1000`,
  runningJobs: `${V1}/sync/jobs?status=running&limit=100`,
  job: (id) => `${V1}/sync/jobs/${encodeURIComponent(id)}`,
  trigger: `${V1}/sync/trigger`,
  intervals: `${V1}/sync/intervals`,
  conflicts: `${V1}/conflicts?limit=100`,
  conflict: (id) => `${V1}/conflicts/${encodeURIComponent(id)}`,
  resolve: (id) => `${V1}/conflicts/${encodeURIComponent(id)}/resolve`,
  quarantine: `${V1}/quarantine?limit=100`,
  retry: (id) => `${V1}/quarantine/${encodeURIComponent(id)}/retry`,
  start: (name) => `${client(name)}/start`,
  pause: (name) => `${client(name)}/pause`,
  interval: (name) => `${client(name)}/interval`,
  verify: (name) => `${client(name)}/verify`,
  drift: (name) => `${client(name)}/drift`,
  confirmHold: (name) => `${client(name)}/confirm-hold`,
};
