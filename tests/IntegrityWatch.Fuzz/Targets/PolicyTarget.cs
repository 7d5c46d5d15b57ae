using IntegrityWatch.Detection.Policies;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed policies.</summary>
internal sealed class PolicyTarget(IReadOnlyList<byte[]> seeds) : IFuzzTarget
{
    private readonly InputFile file = new();

    public string Name => "policy";

    public string Group => "policy";

    public IReadOnlyList<byte[]> Seeds => seeds;

    public IReadOnlyList<string> Words { get; } =
    [
        "{", "}", "[", "]", "\"", ",", ":", "null", "true", "-1", "1e999", "\"\\ud800\"", "\\u0000", "/**/",
        "**", "[!", "[a-z]", "\"id\":", "\"paths\":", "\"kinds\":", "\"severity\": \"low\"",
        "\"techniques\": [\"T1036\"]", "// ", "\u00ff", "\u00ef\u00bb\u00bf",
    ];

    public void Run(byte[] input)
    {
        var policy = PolicyLoader.Load([file.With(input)]);
        BrokenPromiseException.Unless(policy.Fingerprint.Length == 64, "a policy has a fingerprint");
    }
}
