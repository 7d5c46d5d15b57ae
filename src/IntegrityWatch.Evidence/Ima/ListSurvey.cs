using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Evidence.Ima;

/// <summary>What a host's measurement list is made of, and whether its own hashes and the TPM vouch for it.</summary>
public sealed class ListSurvey
{
    private const int DefaultPcr = 10;

    /// <summary>Those that a kernel can measure with are fewer; a forged list can name any.</summary>
    private const int MostAlgorithms = 32;

    private readonly Dictionary<string, long> algorithms = new(StringComparer.Ordinal);

    private ListSurvey(string source, PcrBanks banks) => (Source, Banks) = (source, banks);

    /// <summary>The file.</summary>
    public string Source { get; }

    /// <summary>What the TPM held.</summary>
    public PcrBanks Banks { get; }

    public MeasurementFormat Format { get; private set; }

    public long Entries { get; private set; }

    public long Violations { get; private set; }

    /// <summary>How many entries each template has.</summary>
    public IReadOnlyDictionary<string, long> Templates { get; private set; } = new Dictionary<string, long>();

    /// <summary>How many files were hashed with each algorithm.</summary>
    public IReadOnlyDictionary<string, long> Algorithms => algorithms;

    /// <summary>Files of any kind: where no policy is loaded there are none.</summary>
    public long Files { get; private set; }

    /// <summary>Files that are libraries by their name.</summary>
    public long Libraries { get; private set; }

    /// <summary>Files that are kernel modules by their name.</summary>
    public long Modules { get; private set; }

    /// <summary>How many entries the kernel counts; null where it does not say.</summary>
    public long? Counted { get; private set; }

    public ListVerdict? Verdict { get; private set; }

    /// <summary>Whether this kernel lets entries go on request; null where that is not known. Then the list need not lead to the TPM by itself.</summary>
    public bool? CanDrop { get; private init; }

    /// <summary>Null where there is no list under the root.</summary>
    /// <exception cref="CannotCheckException">It is there and cannot be read, or is damaged.</exception>
    public static ListSurvey? Of(EvidenceRoot root, CancellationToken interrupted = default)
    {
        // First the PCRs, which the list can then only be ahead of.
        var banks = PcrBanks.Read(root, root.IsLive ? [DefaultPcr] : null);
        if (ListPaths.Open(root) is not var (path, file))
            return null;
        var survey = new ListSurvey(root.Locate(path), banks) { CanDrop = ListFile.CanDropOf(root, file) };
        survey.Read(path, file, interrupted);
        if (long.TryParse(root.ReadLine(ListPaths.Count), out var counted))
            survey.Counted = counted;
        return survey;
    }

    private void Read(string path, FileStream file, CancellationToken interrupted)
    {
        using var reader = MeasurementList.Open(Source, file, Path.GetFileName(path));
        using var replay = new ListReplay(Banks);
        while (reader.Read(out var entry))
        {
            interrupted.ThrowIfCancellationRequested();
            replay.Add(entry);
            if (entry.Kind == MeasurementKind.File)
                Take(entry);
        }
        Format = reader.Format;
        Entries = reader.Entries;
        Violations = reader.Violations;
        Templates = reader.Templates;
        Verdict = replay.Verdict();
    }

    private void Take(in MeasurementEntry entry)
    {
        Files++;
        if (algorithms.Count < MostAlgorithms || algorithms.ContainsKey(entry.DigestAlgorithm))
            algorithms[entry.DigestAlgorithm] = algorithms.GetValueOrDefault(entry.DigestAlgorithm) + 1;
        var sort = ProgramFile.SortOf(entry.Name);
        if (sort == ProgramSorts.Libraries)
            Libraries++;
        else if (sort == ProgramSorts.Modules)
            Modules++;
    }
}
