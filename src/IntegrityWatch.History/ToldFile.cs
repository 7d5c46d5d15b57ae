using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrityWatch.History.Storage;
using IntegrityWatch.Platform;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.History;

/// <summary>
/// The small file beside a history that says up to which scan each consumer of reports was told, by <see cref="HistoryState.Scans"/>. It is
/// written only once a report with news was written and flushed, so that a run that was killed or could not write tells its news again.
/// </summary>
public sealed class ToldFile
{
    /// <summary>Of the consumer without a name: who reads what scans print.</summary>
    public const string Everybody = "";

    private const int MostBytes = 64 * 1024;
    private const int MostConsumers = 100;

    private readonly string database;
    private readonly Dictionary<string, long> told;

    private ToldFile(string database, Dictionary<string, long> told) => (this.database, this.told) = (database, told);

    public static string Of(string database) => database + ".told";

    /// <exception cref="CannotCheckException">Others can write it, or it cannot be opened.</exception>
    public static ToldFile Read(string database)
    {
        var path = Of(database);
        try
        {
            using var file = File.Exists(path) ? WriteProtection.Open(path, "record of what was told") : null;
            return new ToldFile(database, (file is null ? null : NamedFile.ReadAll(file, MostBytes)) is { } content
                ? JsonSerializer.Deserialize(content, ToldJson.Default.DictionaryStringInt64) ?? [] : []);
        }
        catch (JsonException)
        {
            return new ToldFile(database, []);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"the record of what was told cannot be read: {path}", "run as root, or as the user whose history it is", fault);
        }
    }

    /// <summary>The number of the last scan that the consumer was told; 0 where it was told nothing.</summary>
    /// <param name="consumer">Its name.</param>
    /// <param name="state">Where the history was set back since, what is said of later scans is of others: then nothing was told.</param>
    public long To(string consumer, HistoryState state) => told.GetValueOrDefault(consumer) is var scan && scan <= state.Scans ? scan : 0;

    /// <summary>Forgets what was told of scans that the history, which was set back since, does not know: their numbers will be used again.</summary>
    /// <exception cref="CannotCheckException">It cannot be written.</exception>
    public void ForgetLater(HistoryState state)
    {
        var later = told.Where(consumer => consumer.Value > state.Scans).Select(consumer => consumer.Key).ToList();
        if (later.Count == 0)
            return;
        later.ForEach(consumer => told.Remove(consumer));
        Write();
    }

    /// <summary>Keeps that the consumer was told all that is new up to a scan.</summary>
    /// <exception cref="CannotCheckException">It cannot be written, or there are too many consumers.</exception>
    public void Put(string consumer, long scan)
    {
        if (!told.ContainsKey(consumer) && told.Count >= MostConsumers)
            throw new CannotCheckException($"there are {MostConsumers} consumers, and no room for another", $"take those that are not used any more out of {Of(database)}");
        told[consumer] = scan;
        Write();
    }

    private void Write()
    {
        var path = Of(database);
        try
        {
            SmallFile.Replace(path, stream => JsonSerializer.Serialize(stream, told, ToldJson.Default.DictionaryStringInt64));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CannotCheckException($"what was told cannot be kept, and will be told again: {path}", "free some space or mend the disk", fault);
        }
    }
}

[JsonSerializable(typeof(Dictionary<string, long>))]
internal sealed partial class ToldJson : JsonSerializerContext;
