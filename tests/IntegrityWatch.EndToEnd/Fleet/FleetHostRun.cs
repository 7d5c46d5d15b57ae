namespace IntegrityWatch.EndToEnd.Fleet;

/// <summary>A host whose scans report to a store, under the name by which it was enrolled there.</summary>
internal sealed class FleetHostRun : IDisposable
{
    private readonly EvidenceTree tree = new();
    private readonly RunOptions options;

    /// <param name="address">Its own, with its password file.</param>
    public FleetHostRun(string address) => options = new RunOptions { Environment = { ["INTEGRITYWATCH__STORE"] = address } };

    public EvidenceTree Tree => tree;

    public RunResult Run(params IEnumerable<string> arguments) => BuiltProgram.Run(options, [.. arguments, "--db", tree.Database]);

    public RunResult Capture(string capture, string step) => Run("baseline", "capture", "--yes", "--quiet", "--root", tree.Unpack(capture, step));

    public RunResult Scan(string capture, string step, params IEnumerable<string> more) => Run(["scan", "--root", tree.Unpack(capture, step), .. more]);

    public void Dispose() => tree.Dispose();
}
