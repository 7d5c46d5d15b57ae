using System.Text;
using IntegrityWatch.Configuration;
using IntegrityWatch.Delivery;

namespace IntegrityWatch.Fuzz.Targets;

/// <summary>Changed addresses of sinks: the first byte says of which type.</summary>
internal sealed class SinkAddressTarget : IFuzzTarget
{
    private static readonly string[] Addresses =
    [
        "\0udp://log.example:12201", "\0https://log.example/gelf", "\u0001tls://[::1]:6514", "\u0001unix:///dev/log", "\u0002file:///var/log/ecs.json",
        "\u0003tcp://10.0.0.1:514/", "\0http://log.example:65536/a%20b#c",
    ];

    public string Name => "sink-address";

    public string Group => "policy";

    public IReadOnlyList<byte[]> Seeds { get; } = Array.ConvertAll(Addresses, Encoding.UTF8.GetBytes);

    public IReadOnlyList<string> Words { get; } =
        ["udp", "tcp", "tls", "http", "https", "unix", "file", "://", ":///", "//", "/", ":", "[", "]", "%00", "%2f", "%", "#", "?", "@", "xn--", "..", ":0", ":-1", "\u00c3\u00a4", "\u00ff", " ", "localhost"];

    public void Run(byte[] input)
    {
        if (input.Length == 0)
            return;
        var address = SinkAddressReader.Read(Encoding.UTF8.GetString(input.AsSpan(1)), (SinkType)(input[0] % 4), "sinks:0:address");
        var isHere = address.Scheme is Scheme.Unix or Scheme.File;
        BrokenPromiseException.Unless(isHere ? address.Path.StartsWith('/') : address.Host.Length > 0 && address.Port is > 0 and < 65536, "an address leads somewhere");
    }
}
