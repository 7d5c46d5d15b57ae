using System.Text.Json;

namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>rsyslogd: its own parser reads the header, its module mmpstrucdata the structured data.</summary>
internal sealed class Rsyslog(string scheme) : Receiver(scheme)
{
    public override string Form => "syslog";

    private static string Modules => ReceiverCache.Unpacked("usr/lib/x86_64-linux-gnu/rsyslog");

    protected override string[] Command()
    {
        var file = Path.Combine(Folder, "rsyslog.conf");
        File.WriteAllText(file, Configuration());
        return [ReceiverCache.Unpacked("usr/sbin/rsyslogd"), "-n", "-i", "NONE", "-M", Modules, "-f", file];
    }

    protected override ReceivedMessage Read(JsonElement line)
    {
        var data = line.GetProperty("data");
        var fields = SyslogFields.Read(data);
        var priority = int.Parse(line.GetProperty("pri").GetString()!);
        return new ReceivedMessage
        {
            Host = line.GetProperty("host").GetString()!,
            Level = priority % 8,
            Time = line.GetProperty("time").GetDateTimeOffset(),
            Text = line.GetProperty("text").GetString()!.TrimStart('\ufeff'),
            Fields = fields,
            Header = new SyslogHeader(priority / 8, line.GetProperty("app").GetString()!, line.GetProperty("process").GetString()!, line.GetProperty("id").GetString()!),
        };
    }

    // Control characters are left as they came: what rsyslog makes of them otherwise would hide what was sent.
    private string Configuration() =>
        $$"""
        global(workDirectory="{{Folder}}" maxMessageSize="64k" parser.escapeControlCharactersOnReceive="off" net.enableDNS="off")
        {{Input()}}
        module(load="mmpstrucdata")
        template(name="understood" type="list") {
          constant(value="{") property(name="pri" outname="pri" format="jsonf")
          constant(value=",") property(name="timereported" outname="time" dateFormat="rfc3339" format="jsonf")
          constant(value=",") property(name="hostname" outname="host" format="jsonf")
          constant(value=",") property(name="app-name" outname="app" format="jsonf")
          constant(value=",") property(name="procid" outname="process" format="jsonf")
          constant(value=",") property(name="msgid" outname="id" format="jsonf")
          constant(value=",") property(name="msg" outname="text" format="jsonf")
          constant(value=",\"data\":") property(name="$!rfc5424-sd") constant(value="}\n")
        }
        ruleset(name="take") {
          action(type="mmpstrucdata" sd_name.lowercase="off")
          action(type="omfile" file="{{Output}}" template="understood")
        }
        """ + "\n";

    private string Input() => Scheme switch
    {
        "udp" => $"""
            module(load="imudp")
            input(type="imudp" address="127.0.0.1" port="{Port}" ruleset="take")
            """,
        "tcp" => $"""
            module(load="imtcp")
            input(type="imtcp" address="127.0.0.1" port="{Port}" ruleset="take")
            """,
        "tls" => $"""
            global(defaultNetstreamDriver="ossl" defaultNetstreamDriverCAFile="{Authority}"
              defaultNetstreamDriverCertFile="{Certificates!.Certificate}" defaultNetstreamDriverKeyFile="{Certificates.Key}")
            module(load="imtcp" streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="anon")
            input(type="imtcp" address="127.0.0.1" port="{Port}" ruleset="take")
            """,
        "unix" => $"""
            module(load="imuxsock" sysSock.use="off")
            input(type="imuxsock" socket="{Path.Combine(Folder, "log")}" parseHostname="on" useSpecialParser="off" ignoreTimestamp="off"
              useSysTimeStamp="off" ruleset="take")
            """,
        _ => throw new InvalidOperationException($"rsyslog takes nothing over {Scheme}"),
    };
}
