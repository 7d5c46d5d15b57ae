using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using IntegrityWatch.Evidence.Uses;

namespace IntegrityWatch.History.Baselines;

/// <summary>The canonical text of a decision, as <see cref="BaselineLine"/> is that of a path.</summary>
internal static class DecisionLine
{
    /// <summary>Without a line's end.</summary>
    public static void Write(IBufferWriter<byte> line, Decision decision)
    {
        line.Write("{\"decision\":"u8);
        BaselineLine.WriteText(line, decision.Verb.Name());
        Field(line, "generation", decision.Generation.ToString(CultureInfo.InvariantCulture), isText: false);
        Field(line, "finding", decision.FindingId);
        Field(line, "kind", decision.Kind);
        if (!decision.Path.IsEmpty)
        {
            Field(line, "path", decision.Path.ToString());
            if (!LossyUtf8.IsValid(decision.Path.Bytes))
                Field(line, "pathBase64", Convert.ToBase64String(decision.Path.Bytes));
        }
        Field(line, "digest", decision.Digest?.ToString());
        // The host's own have no word of it, so that those that were made before there was one keep their line.
        Field(line, "realm", decision.Realm.NameElsewhere());
        Field(line, "container", decision.Container);
        Field(line, "subject", decision.Subject.Length == 0 ? null : decision.Subject);
        Field(line, "logged", decision.Logged is { } place ? PlaceText.Of(place) : null);
        Field(line, "at", decision.At.UtcDateTime.ToString("O"));
        Field(line, "by", decision.By);
        Field(line, "reason", decision.Reason);
        line.Write("}"u8);
    }

    /// <exception cref="FormatException">It says no decision.</exception>
    public static Decision Read(ReadOnlyMemory<byte> line, Func<string, Digest> digestOf)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return new Decision
        {
            Verb = Enum.GetValues<DecisionVerb>().First(verb => verb.Name() == root.GetProperty("decision").GetText()),
            Generation = root.GetProperty("generation").GetInt32(),
            FindingId = root.GetProperty("finding").GetText(),
            Kind = root.GetProperty("kind").GetText(),
            Path = root.TryGetProperty("pathBase64", out var exact) ? new HostPath(exact.GetBytesFromBase64())
                : root.TryGetProperty("path", out var path) ? new HostPath(Encoding.UTF8.GetBytes(path.GetText())) : default,
            Digest = Text("digest") is { } digest ? digestOf(digest) : null,
            Realm = Text("realm") is { } realm ? Enum.GetValues<Realm>().First(known => known.NameElsewhere() == realm) : Realm.Host,
            Container = Text("container"),
            Subject = Text("subject") ?? "",
            Logged = Text("logged") is { } place ? PlaceText.Read(place) : null,
            At = DateTimeOffset.Parse(root.GetProperty("at").GetText(), null, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
            By = Text("by"),
            Reason = Text("reason"),
        };

        string? Text(string name) => root.TryGetProperty(name, out var value) ? value.GetText() : null;
    }

    private static void Field(IBufferWriter<byte> line, string name, string? value, bool isText = true)
    {
        if (value is null)
            return;
        line.Write(","u8);
        BaselineLine.WriteText(line, name);
        line.Write(":"u8);
        if (isText)
            BaselineLine.WriteText(line, value);
        else
            line.Write(Encoding.ASCII.GetBytes(value));
    }
}

/// <summary>A place of the log as text: boot, serial, UTC ticks of 100 ns and fingerprint.</summary>
internal static class PlaceText
{
    public static string Of(LogPlace place) =>
        string.Create(CultureInfo.InvariantCulture, $"{place.Boot} {place.Serial} {place.Time.UtcTicks} {place.Fingerprint}");

    /// <exception cref="FormatException">It is none.</exception>
    public static LogPlace Read(string text) => text.Split(' ') is [var boot, var serial, var ticks, var print]
        ? new LogPlace(Number(boot), uint.Parse(serial, CultureInfo.InvariantCulture), new DateTimeOffset(Number(ticks), TimeSpan.Zero), Number(print))
        : throw new FormatException();

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
