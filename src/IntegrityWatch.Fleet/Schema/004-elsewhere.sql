-- What containers of a host used, or what is only said to be a container's, by whose it is: asked for, and never held against other hosts.

CREATE TABLE integritywatch.elsewhere (
    host text NOT NULL,
    realm text NOT NULL CHECK (length(realm) <= 64),
    container text NOT NULL CHECK (length(container) <= 4096),
    container_key bytea NOT NULL CHECK (length(container_key) = 32),
    path_key bytea NOT NULL CHECK (length(path_key) = 32),
    algorithm text NOT NULL CHECK (length(algorithm) <= 64),
    digest bytea NOT NULL CHECK (length(digest) <= 64),
    path bytea NOT NULL CHECK (length(path) <= 4096),
    first_seen_time timestamptz NOT NULL CHECK (first_seen_time BETWEEN '0001-01-02 00:00:00+00' AND '9999-12-30 00:00:00+00'),
    reported_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (host, path_key, algorithm, digest, realm, container_key)
);

CREATE INDEX elsewhere_digest ON integritywatch.elsewhere (digest, host);

CREATE INDEX elsewhere_path ON integritywatch.elsewhere (path_key, algorithm, digest, host);

GRANT INSERT ON integritywatch.elsewhere TO integritywatch_host;

GRANT SELECT ON integritywatch.elsewhere TO integritywatch_reader, integritywatch_admin;

GRANT DELETE ON integritywatch.elsewhere TO integritywatch_admin;

ALTER TABLE integritywatch.elsewhere ENABLE ROW LEVEL SECURITY;

CREATE POLICY of_itself ON integritywatch.elsewhere FOR INSERT TO integritywatch_host
    WITH CHECK (host = session_user AND reported_at BETWEEN clock_timestamp() - INTERVAL '5 minutes' AND clock_timestamp() + INTERVAL '5 minutes');

CREATE POLICY of_all ON integritywatch.elsewhere FOR SELECT TO integritywatch_reader, integritywatch_admin USING (true);

CREATE POLICY forget ON integritywatch.elsewhere FOR DELETE TO integritywatch_admin USING (true);
