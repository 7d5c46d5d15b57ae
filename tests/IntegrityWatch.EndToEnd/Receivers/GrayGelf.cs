using System.Text.Json;

namespace IntegrityWatch.EndToEnd.Receivers;

/// <summary>The package graygelf for Node.js, in tests/receivers/graygelf-reader.</summary>
internal sealed class GrayGelf() : Receiver("udp")
{
    public override string Form => "gelf";

    protected override string Output => Path.Combine(Folder, "stdout");

    protected override string[] Command()
    {
        ReceiverCache.Find("node_modules/graygelf");
        return ["node", Path.Combine(Repository.Folder, "tests/receivers/graygelf-reader/main.js"), ReceiverCache.Find("node_modules"), $"{Port}"];
    }

    protected override ReceivedMessage Read(JsonElement line) => GelfMessages.Read(line);
}
