-- What each of the three roles may do. A host's own role, made by `fleet enrol`, is a member of integritywatch_host and bears the host's name:
-- it adds rows of that name, reads what is approved for groups, and nothing else. It can change, remove or read no report, not even its own.
--
-- The roles themselves are made before this, where they are not there yet:
--   CREATE ROLE integritywatch_host NOLOGIN;
--   CREATE ROLE integritywatch_reader NOLOGIN;
--   CREATE ROLE integritywatch_admin NOLOGIN;

GRANT USAGE ON SCHEMA integritywatch TO integritywatch_host, integritywatch_reader, integritywatch_admin;

GRANT SELECT ON integritywatch.migration, integritywatch.group_generation TO integritywatch_host, integritywatch_reader, integritywatch_admin;

-- Rights on columns would say it more simply, and not every engine has them: the policies below hold a host to its name and to the store's clock.
GRANT INSERT ON integritywatch.scan, integritywatch.open_finding, integritywatch.finding, integritywatch.observation, integritywatch.generation
    TO integritywatch_host;

GRANT SELECT ON integritywatch.host, integritywatch.scan, integritywatch.open_finding, integritywatch.finding, integritywatch.observation,
    integritywatch.generation TO integritywatch_reader, integritywatch_admin;

-- Old reports go by an administrator's hand alone.
GRANT DELETE ON integritywatch.scan, integritywatch.open_finding, integritywatch.finding, integritywatch.observation, integritywatch.generation,
    integritywatch.group_generation TO integritywatch_admin;

GRANT INSERT ON integritywatch.group_generation TO integritywatch_admin;

GRANT INSERT, UPDATE ON integritywatch.host TO integritywatch_admin;

ALTER TABLE integritywatch.scan ENABLE ROW LEVEL SECURITY;

CREATE POLICY of_itself ON integritywatch.scan FOR INSERT TO integritywatch_host
    WITH CHECK (host = session_user AND reported_at BETWEEN clock_timestamp() - INTERVAL '5 minutes' AND clock_timestamp() + INTERVAL '5 minutes');

CREATE POLICY of_all ON integritywatch.scan FOR SELECT TO integritywatch_reader, integritywatch_admin USING (true);

CREATE POLICY forget ON integritywatch.scan FOR DELETE TO integritywatch_admin USING (true);

ALTER TABLE integritywatch.open_finding ENABLE ROW LEVEL SECURITY;

CREATE POLICY of_itself ON integritywatch.open_finding FOR INSERT TO integritywatch_host WITH CHECK (host = session_user);

CREATE POLICY of_all ON integritywatch.open_finding FOR SELECT TO integritywatch_reader, integritywatch_admin USING (true);

CREATE POLICY forget ON integritywatch.open_finding FOR DELETE TO integritywatch_admin USING (true);

ALTER TABLE integritywatch.finding ENABLE ROW LEVEL SECURITY;

CREATE POLICY of_itself ON integritywatch.finding FOR INSERT TO integritywatch_host
    WITH CHECK (host = session_user AND reported_at BETWEEN clock_timestamp() - INTERVAL '5 minutes' AND clock_timestamp() + INTERVAL '5 minutes');

CREATE POLICY of_all ON integritywatch.finding FOR SELECT TO integritywatch_reader, integritywatch_admin USING (true);

CREATE POLICY forget ON integritywatch.finding FOR DELETE TO integritywatch_admin USING (true);

ALTER TABLE integritywatch.observation ENABLE ROW LEVEL SECURITY;

CREATE POLICY of_itself ON integritywatch.observation FOR INSERT TO integritywatch_host
    WITH CHECK (host = session_user AND reported_at BETWEEN clock_timestamp() - INTERVAL '5 minutes' AND clock_timestamp() + INTERVAL '5 minutes');

CREATE POLICY of_all ON integritywatch.observation FOR SELECT TO integritywatch_reader, integritywatch_admin USING (true);

CREATE POLICY forget ON integritywatch.observation FOR DELETE TO integritywatch_admin USING (true);

ALTER TABLE integritywatch.generation ENABLE ROW LEVEL SECURITY;

CREATE POLICY of_itself ON integritywatch.generation FOR INSERT TO integritywatch_host
    WITH CHECK (host = session_user AND reported_at BETWEEN clock_timestamp() - INTERVAL '5 minutes' AND clock_timestamp() + INTERVAL '5 minutes');

CREATE POLICY of_all ON integritywatch.generation FOR SELECT TO integritywatch_reader, integritywatch_admin USING (true);

CREATE POLICY forget ON integritywatch.generation FOR DELETE TO integritywatch_admin USING (true);

ALTER TABLE integritywatch.group_generation ENABLE ROW LEVEL SECURITY;

CREATE POLICY by_itself ON integritywatch.group_generation FOR INSERT TO integritywatch_admin
    WITH CHECK (approved_by = session_user AND approved_at BETWEEN clock_timestamp() - INTERVAL '5 minutes' AND clock_timestamp() + INTERVAL '5 minutes');

CREATE POLICY of_all ON integritywatch.group_generation FOR SELECT TO integritywatch_host, integritywatch_reader, integritywatch_admin USING (true);

CREATE POLICY forget ON integritywatch.group_generation FOR DELETE TO integritywatch_admin USING (true);
