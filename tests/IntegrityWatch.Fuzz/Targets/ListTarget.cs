using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Ima.Signatures;
using IntegrityWatch.Evidence.Ima.Templates;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed measurement lists: entries follow one another without a gap to the end or the fault.</summary>
internal sealed class ListTarget(string name, IReadOnlyList<byte[]> seeds, SignatureKeys keys) : IFuzzTarget
{
    public string Name => name;

    public string Group => "list";

    public IReadOnlyList<byte[]> Seeds => seeds;

    public IReadOnlyList<string> Words { get; } =
    [
        "ima", "ima-ng", "ima-sig", "ima-buf", "ima-modsig", "evm-sig", "d|n", "d-ng|n-ng|iuid|igid|imode",
        "d-ng|n-ng|sig", "sha256:", "sha1:", "sha512:", "verity:", "ima:", "\n", "\n10 ", " ", "\0",
        new string('0', 40), new string('\0', 20), "\u0003\u0002\u0004", "boot_aggregate",
    ];

    public void Run(byte[] input)
    {
        using var reader = MeasurementList.Open(Name, new MemoryStream(input), fileNameHint: null);
        long end = 0;
        while (reader.Read(out var entry))
        {
            BrokenPromiseException.Unless(
                entry.Offset == end && reader.BytesRead > end, "an entry begins where the last one ended");
            end = reader.BytesRead;
            keys.Check(entry);
            SafeText.Of(entry.Name);
            if (!entry.TemplateDigest.IsEmpty)
                TemplateHash.Verifies(entry);
        }
        BrokenPromiseException.Unless(end == input.Length, "entries go to the list's end");
    }
}
