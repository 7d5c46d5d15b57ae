namespace IntegrityWatch;

/// <summary>What help shows below the options: how each command is used most often.</summary>
internal static class Examples
{
    private static readonly Dictionary<string, string[]> OfCommands = new(StringComparer.Ordinal)
    {
        [""] = ["demo", "doctor", "rules install", "baseline capture --reason \"after patching\"", "scan", "findings"],
        ["scan"] = ["scan", "scan --quiet --new-only", "scan --format nagios", "scan --root /mnt/web01 --format html --output web01.html"],
        ["baseline"] = ["baseline capture --reason \"after patching\"", "baseline list"],
        ["baseline capture"] =
        [
            "baseline capture --dry-run", "baseline capture --yes --reason \"openssl 3.0.17\"", "baseline capture --yes --include /opt/tool/run",
        ],
        ["baseline list"] = ["baseline list"],
        ["baseline show"] = ["baseline show", "baseline show 3 --format json"],
        ["baseline diff"] = ["baseline diff", "baseline diff 2 3", "baseline diff web01.json web02.json"],
        ["baseline export"] = ["baseline export --output web01.json --sign key.pem", "baseline export --output web01.json --as keylime"],
        ["baseline import"] = ["baseline import reference.json --key key.pub --yes", "baseline import web01.json --key key.pub --replace-damaged"],
        ["baseline verify"] = ["baseline verify", "baseline verify web01.json --key key.pub"],
        ["accept"] = ["accept 0904c87b1320 --reason \"our own tool\"", "accept /opt/tool/run --reason \"ticket 7\""],
        ["findings"] = ["findings", "findings list --technique T1053", "findings show 0904c87b1320"],
        ["findings list"] = ["findings list", "findings list --technique T1053 --since 24h", "findings list --user www-data"],
        ["findings show"] = ["findings show 0904c87b1320"],
        ["forward"] = ["forward", "forward --test"],
        ["history"] = ["history /usr/bin/ps", "history --hash sha256:1ba2904f", "history --technique T1140 --since 7d"],
        ["fleet"] = ["fleet prepare", "fleet enrol web01", "fleet hosts", "fleet outliers"],
        ["fleet hosts"] = ["fleet hosts", "fleet hosts --silent-after 24h", "fleet hosts --format nagios"],
        ["fleet prevalence"] = ["fleet prevalence /usr/bin/ps", "fleet prevalence --hash sha256:1ba2904f"],
        ["fleet outliers"] = ["fleet outliers", "fleet outliers --hosts 3 --since 24h"],
        ["fleet findings"] = ["fleet findings", "fleet findings --min-severity high --host web01"],
        ["fleet generations"] = ["fleet generations", "fleet generations --host web01"],
        ["fleet generations approve"] = ["fleet generations approve web01.json --group web --reason \"openssl 3.0.17\""],
        ["fleet generations fetch"] = ["fleet generations fetch --group web --key key.pub --yes"],
        ["fleet prepare"] = ["fleet prepare --store postgresql://postgres@db.example/fleet?passfile=admin.pass", "fleet prepare --dry-run"],
        ["fleet enrol"] = ["fleet enrol web01 --output web01.pass"],
        ["fleet retire"] = ["fleet retire web01"],
        ["verify"] = ["verify", "verify --key /etc/keys/x509_ima.der"],
        ["compact"] = ["compact"],
        ["rules"] = ["rules install", "rules auditd", "rules check /etc/audit/rules.d"],
        ["rules auditd"] = ["rules auditd >/etc/audit/rules.d/60-integritywatch.rules"],
        ["rules ima"] = ["rules ima >/etc/ima/ima-policy"],
        ["rules policy"] = ["rules policy >/etc/integritywatch/policies/site.json"],
        ["rules check"] = ["rules check /etc/audit/rules.d", "rules check -"],
        ["rules install"] = ["rules install --dry-run", "rules install --yes", "rules install --only auditd --yes"],
        ["config"] = ["config show", "config check"],
        ["config show"] = ["config show", "config show --config test.json --format json"],
        ["config check"] = ["config check", "config check --config test.json"],
        ["doctor"] = ["doctor", "doctor --quiet", "doctor --root web01.tar.gz"],
        ["collect"] = ["collect --output web01.tar.gz", "collect --files --output web01.tar.gz"],
        ["demo"] = ["demo"],
    };

    /// <param name="command">The words that name it, without the program's own; none for the program.</param>
    public static IReadOnlyList<string> Of(string command) => OfCommands.GetValueOrDefault(command) ?? [];
}
