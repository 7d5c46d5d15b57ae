namespace IntegrityWatch.Evidence.Ima;

/// <summary>What can be wrong with the entry that a reader stands at.</summary>
internal static class ListProblem
{
    private const string CopyAgain = "copy it again; what was read before is ignored";

    public static CannotCheckException CutShort(IMeasurementReader reader, BlockBuffer buffer) =>
        new($"measurement list is cut short in {Locate(reader, buffer)}", CopyAgain);

    public static CannotCheckException Damaged(IMeasurementReader reader, BlockBuffer buffer) =>
        new($"measurement list is damaged in {Locate(reader, buffer)}", CopyAgain);

    private static string Locate(IMeasurementReader reader, BlockBuffer buffer) =>
        $"entry {buffer.EntriesBefore + reader.Entries + 1} at byte {buffer.BytesBefore + reader.BytesRead}: {buffer.DisplayName}";
}
