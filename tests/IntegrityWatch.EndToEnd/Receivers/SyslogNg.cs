using System.Text.Json;

namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>syslog-ng, which parses the header and the structured data itself.</summary>
internal sealed class SyslogNg(string scheme) : Receiver(scheme)
{
    public override string Form => "syslog";

    protected override IReadOnlyDictionary<string, string> Environment =>
        new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = ReceiverCache.Unpacked("usr/lib/syslog-ng") };

    protected override string[] Command()
    {
        var file = Path.Combine(Folder, "syslog-ng.conf");
        File.WriteAllText(file, Configuration());
        return
        [
            ReceiverCache.Unpacked("usr/sbin/syslog-ng"), "-F", "-e", "--no-caps", "--module-path", ReceiverCache.Unpacked("usr/lib/syslog-ng/3.38"),
            "-f", file, "-R", Path.Combine(Folder, "persist"), "-c", Path.Combine(Folder, "control"), "-p", Path.Combine(Folder, "pid"),
        ];
    }

    protected override ReceivedMessage Read(JsonElement line)
    {
        var priority = int.Parse(Text(line, "PRI"));
        return new ReceivedMessage
        {
            Host = Text(line, "HOST"),
            Level = priority % 8,
            Time = line.GetProperty("TIME").GetDateTimeOffset(),
            Text = Text(line, "MESSAGE"),
            Fields = SyslogFields.Read(line.GetProperty("_SDATA")),
            Header = new SyslogHeader(priority / 8, Text(line, "PROGRAM"), Text(line, "PID"), Text(line, "MSGID")),
        };
    }

    // It leaves out what is empty, and to it "-" is.
    private static string Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString()! : "-";

    private string Configuration() =>
        $$"""
        @version: 3.38
        options { keep-hostname(yes); use-dns(no); dns-cache(no); stats-freq(0); log-msg-size(65536); time-zone("UTC"); };
        source network { syslog(transport("{{Scheme}}") ip("127.0.0.1") port({{Port}}){{Tls()}}); };
        destination understood {
          file("{{Output}}" frac-digits(6)
            template("$(format-json --scope rfc5424 --pair PRI=$PRI --pair TIME=$S_ISODATE)\n") template-escape(no));
        };
        log { source(network); destination(understood); };
        """ + "\n";

    private string Tls() => Certificates is { } ours
        ? $" tls(key-file(\"{ours.Key}\") cert-file(\"{ours.Certificate}\") peer-verify(optional-untrusted))"
        : "";
}
