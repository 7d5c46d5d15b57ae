using System.Text;
using IntegrityWatch.History.Baselines;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed runtime policies of Keylime's.</summary>
internal sealed class KeylimeTarget : IFuzzTarget
{
    private static readonly string[] Texts =
    [
        """
        {"meta": {"version": 1, "generator": 3, "timestamp": "2026-11-23 20:30:16.425163+00:00"}, "release": 0,
         "digests": {"/usr/bin/bash": ["1983c659b042b1ec26127e7874954d83cd97eb8dcfd03238a7d2031ea0182fbe"],
                     "boot_aggregate": ["0000000000000000000000000000000000000000"], "/usr/bin/a_b": ["da39a3ee5e6b4b0d3255bfef95601890afd80709"]},
         "excludes": ["/tmp/.*"], "keyrings": {}, "ima": {"ignored_keyrings": [], "log_hash_alg": "sha1", "dm_policy": null},
         "ima-buf": {}, "verification-keys": ""}
        """,
        """{"meta": {"version": 1}, "digests": {}}""",
        """{"meta": {"version": 2}, "digests": {"": [""]}}""",
    ];

    private readonly InputFile file = new();

    public string Name => "keylime-policy";

    public string Group => "baseline";

    public IReadOnlyList<byte[]> Seeds { get; } = Array.ConvertAll(Texts, Encoding.UTF8.GetBytes);

    public IReadOnlyList<string> Words { get; } =
    [
        "\"meta\": {", "\"version\": 1", "\"timestamp\": \"", "\"digests\": {", "\"excludes\": [", "\"boot_aggregate\": [", "\"/\"", "null", "true", "1e999", "-1",
        "{", "}", "[", "]", ",", ":", "\"", "\\ud800", "\\u0000", "0000000000000000000000000000000000000000", "0001-01-01", "9999-12-31T23:59:59+23:59",
    ];

    public void Run(byte[] input)
    {
        var policy = KeylimePolicy.Read(file.With(input));
        BrokenPromiseException.Unless(
            policy.Paths.All(path => !path.Path.IsEmpty && path.Approved.Count > 0 && path.Approved.All(digest => digest.Value.Length > 0)),
            "a path has a name and a digest");
        BrokenPromiseException.Unless(policy.Paths.DistinctBy(path => path.Path).Count() == policy.Paths.Count, "a path is told once");
    }
}
