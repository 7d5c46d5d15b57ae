-- What a scan could not judge is told as well, with its reason; and how old a scan may be, in seconds, before it says nothing of its host.

ALTER TABLE integritywatch.scan DROP CONSTRAINT scan_status_check;

ALTER TABLE integritywatch.scan ADD CONSTRAINT scan_status_check CHECK (status BETWEEN 0 AND 3);

ALTER TABLE integritywatch.scan ADD COLUMN reason text CHECK (length(reason) <= 8192);

ALTER TABLE integritywatch.scan ADD COLUMN max_age bigint CHECK (max_age > 0);
