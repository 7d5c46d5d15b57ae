using System.Text;
using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Tpm;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed registers of a TPM, against which a list is replayed.</summary>
internal sealed class PcrTarget : IFuzzTarget
{
    private static readonly (string Bank, int Width)[] Banks = [("sha1", 20), ("sha256", 32), ("sha384", 48), ("sha512", 64)];

    private readonly byte[] list;
    private readonly HostTree tree = new(Banks.SelectMany(bank => new[] { PlaceOf(bank.Bank, 10), PlaceOf(bank.Bank, 11) }));

    /// <param name="list">A measurement list.</param>
    public PcrTarget(byte[] list)
    {
        this.list = list;
        Seeds = [HostTree.Pack(Banks.Select(bank => (PlaceOf(bank.Bank, 10), Encoding.ASCII.GetBytes(new string('A', bank.Width * 2) + "\n"))))];
        Words = [.. tree.Markers, new string('0', 40), new string('f', 64), "\n", " ", "\0"];
    }

    public string Name => "pcr";

    public string Group => "key";

    public IReadOnlyList<byte[]> Seeds { get; }

    public IReadOnlyList<string> Words { get; }

    public void Run(byte[] input)
    {
        using var root = new EvidenceRoot(tree.With(input));
        using var replay = new ListReplay(PcrBanks.Read(root));
        using var reader = MeasurementList.Open("list", new MemoryStream(list), fileNameHint: null);
        while (reader.Read(out var entry))
            replay.Add(entry);
        replay.Verdict();
    }

    private static string PlaceOf(string bank, int pcr) => $"sys/class/tpm/tpm0/pcr-{bank}/{pcr}";
}
