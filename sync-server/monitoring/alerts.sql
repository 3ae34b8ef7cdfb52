-- The two alerts that ask the database. With Prometheus nothing has to run them: every node exposes what
-- they look at, and rules.yml has them as SyncNoLeader and SyncHeartbeatIsStale. Without Prometheus:
--   psql "$DATABASE_URL" -At -f alerts.sql
-- prints a line for each trouble and nothing else; a timer that mails what it prints is enough.

-- Alert if no valid leader for more than 2 minutes
SELECT cluster_name, leader_id, expires_at
FROM sync_metadata.leader_election
WHERE expires_at < NOW() - INTERVAL '2 minutes';

-- Alert if heartbeat is stale (> 5 minutes)
SELECT hostname, cluster_name, last_heartbeat,
       EXTRACT(EPOCH FROM (NOW() - last_heartbeat))::INTEGER as seconds_since_heartbeat
FROM sync_metadata.hosts
WHERE last_heartbeat < NOW() - INTERVAL '5 minutes';
