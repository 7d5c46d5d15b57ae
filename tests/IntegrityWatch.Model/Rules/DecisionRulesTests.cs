using System.Text.Json;
using CsCheck;

namespace IntegrityWatch.Model.Rules;

/// <summary>What a person decides is as wide as what was named, whatever a host lived through.</summary>
public class DecisionRulesTests
{
    private static readonly Gen<(Step[] Life, int[] Choices)> Any = Gen.Select(LivesTests.AnyLife, Gen.Int[0, 999].Array[5]);

    private static int Lives => Math.Max(10, LivesTests.Steps / 500);

    [Fact]
    public void An_acceptance_settles_what_was_named_of_that_content_and_nothing_else() => EachDecided((life, before, named) =>
    {
        var isWorse = before.Any(other => other.Digest.Length > 0 && other.IsOfContent(named) && other.Severity > named.Severity);

        var said = life.Watched.Run("accept", named.Id, "--reason", "model", "--root", life.Watched.Host.Root);

        var after = Open(life).Select(one => one.Id).ToHashSet();
        var left = before.Where(one => isWorse || (one != named && !(named.IsDrift && one.IsDrift && one.IsOfContent(named)))).ToList();
        return said.Code != (isWorse ? 3 : 0) ? $"accepted, and ended with {said.Code}\n{said}"
            : left.FirstOrDefault(one => !after.Contains(one.Id)) is { } closed ? $"accepted, and that closed {closed}"
            : !isWorse && after.Contains(named.Id) ? "accepted, and is open"
            : null;
    });

    [Fact]
    public void A_resolution_closes_what_was_named_and_nothing_else_and_not_what_lies_there() => EachDecided((life, before, named) =>
    {
        var liesThere = named.Digest.Length > 0 && named.Realm.Length == 0 && life.Watched.Host.Disk[named.Path]?.Digest == named.Digest;

        var said = life.Watched.Run("findings", "resolve", named.Id, "--reason", "model", "--root", life.Watched.Host.Root);

        var left = before.Select(one => one.Id).Where(id => liesThere || id != named.Id).Order(StringComparer.Ordinal);
        return said.Code != (liesThere ? 3 : 0) || !left.SequenceEqual(Open(life).Select(one => one.Id).Order(StringComparer.Ordinal))
            ? $"resolved: {said}" : null;
    });

    /// <summary>Lives random lives, and has a person decide about findings of them, one after the other.</summary>
    /// <param name="decide">Decides about one of those that are open, and says what is wrong then; null for nothing.</param>
    private static void EachDecided(Func<Life, List<Found>, Found, string?> decide) => Any.Holds(Lives, (sample, seed) =>
    {
        using var life = new Life();
        life.Watched.Capture();
        foreach (var step in sample.Life.Where(step => step.Deed is not (Deed.Accept or Deed.Resolve or Deed.Undo or Deed.BlindBoot)))
            life.Happen(step);
        foreach (var choice in sample.Choices)
        {
            life.Watched.Scan();
            var before = Open(life);
            if (before.Where(one => one.Kind is not "no-baseline").ToList() is not { Count: > 0 } open)
                return true;
            var named = open[choice % open.Count];
            if (decide(life, before, named) is { } differs)
                throw new InvalidOperationException(
                    $"{named} was {differs}\nthe life:\n  {string.Join(",\n  ", sample.Life)}\nINTEGRITYWATCH_MODEL_SEED={seed}");
        }
        return true;
    });

    private static List<Found> Open(Life life) => [.. life.Watched.Findings().Json.GetProperty("findings").EnumerateArray().Select(Of)];

    private static Found Of(JsonElement finding) => new(
        finding.GetProperty("id").GetString()!,
        finding.GetProperty("kind").GetString()!,
        Enum.Parse<Grade>(finding.GetProperty("severity").GetString()!, ignoreCase: true),
        finding.TryGetProperty("path", out var path) ? path.ToString() : "",
        finding.TryGetProperty("digest", out var digest) && digest.ValueKind == JsonValueKind.Object ? digest.GetProperty("value").GetString()! : "",
        finding.TryGetProperty("realm", out var realm) ? realm.ToString() : "");

    private sealed record Found(string Id, string Kind, Grade Severity, string Path, string Digest, string Realm)
    {
        public bool IsDrift => Kind is "new-file" or "altered-file" or "reverted-file" or "copied-file";

        public bool IsOfContent(Found other) => (Path, Digest, Realm) == (other.Path, other.Digest, other.Realm);
    }
}
