namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>The hosts that the tests of one class send from, each made once.</summary>
public sealed class CapturedHosts : IDisposable
{
    private readonly Dictionary<string, CapturedHost> hosts = [];

    public void Dispose()
    {
        foreach (var host in hosts.Values)
            host.Dispose();
    }

    /// <summary>The tests of one class run one after the other.</summary>
    internal CapturedHost Of(string capture)
    {
        if (!hosts.TryGetValue(capture, out var host))
            hosts[capture] = host = new CapturedHost(capture);
        return host;
    }
}
