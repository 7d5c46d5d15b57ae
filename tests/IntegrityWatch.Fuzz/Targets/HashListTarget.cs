using System.Text;
using IntegrityWatch.Detection.Indicators.HashLists;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed lists of known bad content.</summary>
/// <param name="name">Of which kind the seeds are.</param>
/// <param name="texts">Such lists.</param>
internal sealed class HashListTarget(string name, params string[] texts) : IFuzzTarget
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(56);
    private static readonly Digest Bad = new("sha256", Convert.FromHexString("275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f"));

    private readonly InputFile file = new();

    public string Name => name;

    public string Group => "policy";

    public IReadOnlyList<byte[]> Seeds { get; } = Array.ConvertAll(texts, Encoding.UTF8.GetBytes);

    public IReadOnlyList<string> Words { get; } =
    [
        "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f", "44d88612fea8a8f36de82e1278abb02f", "3395856ce81f2b7382dee72602f798b642f14140", "  ", " *", "\\",
        "SHA256 (", ") = ", "sha256:", "sm3:", "# ", "sha256,md5,name\n", "\"", "\"\"", ";", "\t", ",", "\r\n", "\u00ef\u00bb\u00bf", "{", "}", "[", "]", ":", "null", "\\ud800", "\\u0000",
        "\"type\":\"bundle\"", "\"objects\":[", "\"type\":\"indicator\"", "\"pattern\":\"[file:hashes.'SHA-256' = '", "']\"", " IN (", "\"type\":\"file\"", "\"hashes\":{", "\"revoked\":true",
        "\"valid_until\":\"2020-01-01T00:00:00Z\"", "\"pattern_type\":\"stix\"", "\"Event\":{", "\"Attribute\":[", "\"Object\":[", "\"response\":[", "\"to_ids\":true", "\"deleted\":true", "\"info\":\"",
        "\"type\":\"filename|sha256\"", "\"value\":\"", "a|", "// ", "/*", "*/",
    ];

    public void Run(byte[] input)
    {
        var list = HashListReader.Read(file.With(input), Now);
        BrokenPromiseException.Unless(list.Counts.Values.Sum() + list.HeldBack > 0, "a list holds something or is refused");
        BrokenPromiseException.Unless(list.Problems.Count <= list.Bad, "what is told of was counted");
        list.Find(Bad);
    }
}
