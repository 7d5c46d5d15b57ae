using System.Globalization;
using IntegrityWatch.Fleet;
using IntegrityWatch.Fleet.Store;

namespace IntegrityWatch.Benchmarks.Fleet;

/// <summary>What tests/benchmarks/fleet does with the store, through the program's own code.</summary>
internal static class FleetCommand
{
    public const string Usage = """
        usage: IntegrityWatch.Benchmarks fleet prepare ADDRESS
               IntegrityWatch.Benchmarks fleet enrol ADDRESS FIRST LAST PASSFILE   lets hosts in, and adds their passwords to a file
               IntegrityWatch.Benchmarks fleet upload ADDRESS FIRST LAST           as each host, without its name; prints rows and seconds
               IntegrityWatch.Benchmarks fleet ask ADDRESS ROUNDS                  prints milliseconds a question; 1 where the trojan is not found
        """;

    /// <summary>The exit code; null for a wrong command line.</summary>
    public static int? Run(IReadOnlyList<string> arguments) => arguments switch
    {
        ["prepare", var address] => Prepare(Parse(address)),
        ["enrol", var address, var first, var last, var file] => Enrol(Parse(address), Hosts(first, last), file),
        ["upload", var address, var first, var last] => FleetUpload.Run(address, Hosts(first, last)),
        ["ask", var address, var rounds] => FleetQuestions.Ask(Parse(address), Number(rounds)),
        _ => null,
    };

    public static StoreAddress Parse(string address) => StoreAddress.Parse(address, "command line");

    private static int Prepare(StoreAddress address)
    {
        using var store = StoreAdministration.Open(address, CancellationToken.None);
        store.Prepare();
        return 0;
    }

    private static int Enrol(StoreAddress address, IEnumerable<SimulatedHost> hosts, string file)
    {
        using var store = StoreAdministration.Open(address, CancellationToken.None);
        File.AppendAllLines(file, hosts.Select(host => store.Enrol(host.Name)));
        return 0;
    }

    private static IEnumerable<SimulatedHost> Hosts(string first, string last) =>
        Enumerable.Range(Number(first), Number(last) - Number(first) + 1).Select(number => new SimulatedHost(number));

    private static int Number(string text) => int.Parse(text, NumberStyles.None);
}
