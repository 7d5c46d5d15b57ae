using System.Text;
using IntegrityWatch.Evidence.Tpm;
using IntegrityWatch.Evidence.Tpm.Quotes;

namespace IntegrityWatch.Tests.Evidence.Tpm;

/// <summary>Whole lists replayed at once.</summary>
internal static class Replays
{
    /// <summary>What a host without a TPM has.</summary>
    public static PcrBanks NoTpm { get; } = new([], "no TPM");

    public static ListVerdict VerdictOn(byte[] list, PcrBanks banks)
    {
        using var replay = new ListReplay(banks);
        AddAll(replay, list);
        return replay.Verdict();
    }

    public static void AddAll(ListReplay replay, byte[] list)
    {
        using var reader = Ima.Some.Reader(list);
        while (reader.Read(out var entry))
            replay.Add(entry);
    }

    public static void AddAll(QuoteReplay replay, byte[] list)
    {
        using var reader = Ima.Some.Reader(list);
        while (reader.Read(out var entry))
            replay.Add(entry);
    }

    public static List<string> Names(byte[] list)
    {
        var names = new List<string>();
        using var reader = Ima.Some.Reader(list);
        while (reader.Read(out var entry))
            names.Add(Encoding.Latin1.GetString(entry.Name));
        return names;
    }

    /// <summary>From the start where there is no state.</summary>
    public static ListReplay Resumed(PcrBanks banks, ReplayState? state, long startOffset) =>
        state is null ? new ListReplay(banks) : ListReplay.Resume(banks, state, startOffset)!;

    /// <summary>The entries of a list, each as its bytes.</summary>
    public static List<byte[]> Split(byte[] list)
    {
        var starts = new List<int>();
        using var reader = Ima.Some.Reader(list);
        while (reader.Read(out var entry))
            starts.Add((int)entry.Offset);
        return [.. starts.Zip(starts.Skip(1).Append(list.Length), (start, end) => list[start..end])];
    }

    public static byte[] Join(IEnumerable<byte[]> entries) => [.. entries.SelectMany(entry => entry)];
}
