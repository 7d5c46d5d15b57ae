using System.Text.Json;

namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>Graylog's own reader of GELF for Go, in tests/receivers/gelf-reader.</summary>
internal sealed class GoGelf(string scheme) : Receiver(scheme)
{
    public override string Form => "gelf";

    protected override string Output => Path.Combine(Folder, "stdout");

    protected override string[] Command()
    {
        string[] certificate = Certificates is { } ours ? [ours.Certificate, ours.Key] : [];
        return [ReceiverCache.Find("bin/gelf-reader"), Scheme, $"127.0.0.1:{Port}", .. certificate];
    }

    protected override ReceivedMessage Read(JsonElement line) => GelfMessages.Read(line);
}
