-- What hosts report, and what is approved for groups of them. Rows are only ever added by hosts; see 002-rights.sql.
--
-- Plain SQL for PostgreSQL 12 and later, meant for Citus, CockroachDB and YugabyteDB too: no trigger, function, sequence or partition. The host is
-- the first part of every key, so that each engine can keep a host's rows together; int4, as integer is not as long everywhere. One statement ends
-- where a line ends in a semicolon.
--
-- Times named ..._at are the store's clock, which no host can tell otherwise; those named ..._time are the host's, within the years that programs
-- count: one host's infinite time must not keep whoever asks from reading the others'.

CREATE TABLE integritywatch.host (
    host text NOT NULL PRIMARY KEY,
    enrolled_at timestamptz NOT NULL DEFAULT now(),
    retired_at timestamptz
);

CREATE TABLE integritywatch.scan (
    host text NOT NULL,
    scan_time timestamptz NOT NULL CHECK (scan_time BETWEEN '0001-01-02 00:00:00+00' AND '9999-12-30 00:00:00+00'),
    reported_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    calls_itself text CHECK (length(calls_itself) <= 1024),
    version text CHECK (length(version) <= 200),
    boot text CHECK (length(boot) <= 200),
    status smallint NOT NULL CHECK (status BETWEEN 0 AND 2),
    critical bigint NOT NULL,
    high bigint NOT NULL,
    medium bigint NOT NULL,
    low bigint NOT NULL,
    info bigint NOT NULL,
    generation int4,
    tpm_verified boolean,
    open_set bytea NOT NULL CHECK (length(open_set) = 32),
    PRIMARY KEY (host, scan_time)
);

CREATE INDEX scan_reported ON integritywatch.scan (host, reported_at);

-- The ids of the findings that a scan left open, each set once, under the SHA-256 of the ids.
CREATE TABLE integritywatch.open_finding (
    host text NOT NULL,
    open_set bytea NOT NULL CHECK (length(open_set) = 32),
    finding text NOT NULL CHECK (length(finding) <= 64),
    PRIMARY KEY (host, open_set, finding)
);

-- What a finding was when it was found, happened again or became worse.
CREATE TABLE integritywatch.finding (
    host text NOT NULL,
    finding text NOT NULL CHECK (length(finding) <= 64),
    change_time timestamptz NOT NULL CHECK (change_time BETWEEN '0001-01-02 00:00:00+00' AND '9999-12-30 00:00:00+00'),
    reported_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    kind text NOT NULL CHECK (length(kind) <= 64),
    severity smallint NOT NULL CHECK (severity BETWEEN 0 AND 4),
    path bytea NOT NULL CHECK (length(path) <= 4096),
    algorithm text CHECK (length(algorithm) <= 64),
    digest bytea CHECK (length(digest) <= 64),
    message text NOT NULL CHECK (length(message) <= 8192),
    document text NOT NULL CHECK (length(document) <= 262144),
    PRIMARY KEY (host, finding, change_time, severity)
);

-- A path can be longer than a key: path_key is the SHA-256 of its bytes.
CREATE TABLE integritywatch.observation (
    host text NOT NULL,
    path_key bytea NOT NULL CHECK (length(path_key) = 32),
    algorithm text NOT NULL CHECK (length(algorithm) <= 64),
    digest bytea NOT NULL CHECK (length(digest) <= 64),
    path bytea NOT NULL CHECK (length(path) <= 4096),
    first_seen_time timestamptz NOT NULL CHECK (first_seen_time BETWEEN '0001-01-02 00:00:00+00' AND '9999-12-30 00:00:00+00'),
    reported_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    package text CHECK (length(package) <= 1024),
    matches_package boolean,
    PRIMARY KEY (host, path_key, algorithm, digest)
);

CREATE INDEX observation_digest ON integritywatch.observation (digest, host);

CREATE INDEX observation_path ON integritywatch.observation (path_key, algorithm, digest, host);

-- The chain is part of the key: a host that tells of a generation once more, and otherwise, adds a row and cannot change the first.
CREATE TABLE integritywatch.generation (
    host text NOT NULL,
    generation int4 NOT NULL,
    chain text NOT NULL CHECK (length(chain) <= 64),
    reported_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    origin text NOT NULL CHECK (length(origin) <= 64),
    name text CHECK (length(name) <= 1024),
    reason text CHECK (length(reason) <= 8192),
    made_by text CHECK (length(made_by) <= 1024),
    capture_time timestamptz NOT NULL CHECK (capture_time BETWEEN '0001-01-02 00:00:00+00' AND '9999-12-30 00:00:00+00'),
    paths int4 NOT NULL,
    content text NOT NULL CHECK (length(content) <= 64),
    PRIMARY KEY (host, generation, chain)
);

-- Exported generations, signed, that hosts of a group fetch.
CREATE TABLE integritywatch.group_generation (
    group_name text NOT NULL CHECK (length(group_name) <= 200),
    number int4 NOT NULL,
    approved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    approved_by text NOT NULL DEFAULT session_user,
    reason text CHECK (length(reason) <= 8192),
    document bytea NOT NULL,
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    signature bytea NOT NULL CHECK (length(signature) <= 16384),
    PRIMARY KEY (group_name, number)
);
