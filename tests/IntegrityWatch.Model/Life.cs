namespace IntegrityWatch.Model;

/// <summary>A host that lives through steps, with the program and the model looking on.</summary>
internal sealed class Life : IDisposable
{
    private readonly WatchedHost watched = new();
    private readonly Model model;
    private readonly Dictionary<string, int> versions = [];

    public Life() => model = new Model(Host);

    private int captures;
    private bool hasRun;

    private SimulatedHost Host => watched.Host;

    /// <summary>Lives through all steps. Returns what differed first; null where the program said what the model says.</summary>
    public static string? Through(IReadOnlyList<Step> steps)
    {
        using var life = new Life();
        for (var number = 0; number < steps.Count; number++)
        {
            if (life.Take(steps[number]) is { } difference)
                return $"step {number + 1}, {steps[number]}: {difference}";
        }
        return null;
    }

    public string? Take(Step step)
    {
        var place = Place.Unowned[step.Place % Place.Unowned.Length];
        var other = Place.Unowned[step.Content % Place.Unowned.Length];
        var owned = Place.Owned[step.Place % Place.Owned.Length];
        switch (step.Deed)
        {
            case Deed.Run:
                Run(step.Place >= Place.Unowned.Length ? owned : place);
                break;
            case Deed.Replace:
                Host.Disk.Replace(place.Path, Body(step.Content));
                break;
            case Deed.Write:
                Host.Disk.Write(place.Path, Body(step.Content));
                break;
            case Deed.Delete when Host.Disk[place.Path] is not null:
                Host.Disk.Delete(place.Path);
                break;
            case Deed.Copy when Host.Disk[place.Path] is not null && place != other:
                Host.Disk.Copy(place.Path, other.Path);
                break;
            case Deed.Rename when Host.Disk[place.Path] is not null && place != other:
                Host.Disk.Rename(place.Path, other.Path);
                break;
            case Deed.Copy or Deed.Rename or Deed.Delete:
                break;
            case Deed.Memfd:
                Host.RunUnnamed("memfd:x", Body(Held.MemfdOfApproved ? step.Content : 4));
                hasRun = true;
                break;
            case Deed.Upgrade:
                Install(owned, versions[owned.Path] = versions.GetValueOrDefault(owned.Path) + 1);
                break;
            case Deed.Downgrade:
                Install(owned, versions[owned.Path] = Math.Max(0, versions.GetValueOrDefault(owned.Path) - 1));
                break;
            case Deed.Trojan:
                Host.Disk.Replace(owned.Path, Body(step.Content));
                Run(owned);
                break;
            case Deed.Reboot:
                Host.Boot();
                Host.UseAll();
                break;
            case Deed.Rotate:
                Host.Log.Rotate(compresses: step.Content == 0 && Held.CompressedRotation);
                break;
            case Deed.ClockBack when !Held.ClockBackBeforeBoot:
                break;
            case Deed.ClockBack:
                Host.Now -= TimeSpan.FromHours(2);
                break;
            case Deed.ClockAhead:
                Host.Now += TimeSpan.FromHours(2);
                break;
            case Deed.Scan:
                return Compare(watched.Scan(), model.Scan);
            case Deed.Capture when !Held.CaptureClosesWhatItApproves && (++captures > 1 || hasRun):
                break;
            case Deed.Capture when Held.CaptureScans:
                return CompareCapture();
            case Deed.Capture:
                return Compare(watched.Scan(), model.Scan) ?? CompareCapture();
        }
        return null;
    }

    public void Dispose() => watched.Dispose();

    private static byte[] Body(int content) => Contents.Program($"content {content}");

    private void Run(Place place)
    {
        if (Host.Disk[place.Path] is null)
            return;
        Host.Run(place.Path);
        hasRun = true;
    }

    private void Install(Place owned, int version) =>
        Host.Install(owned.Package!, $"9.{version}", (owned.Path, $"{owned.Package} 9.{version}"));

    private string? Compare(Said said, Action judge)
    {
        judge();
        model.TakeStatesOfCaptures(said.Findings);
        if (said.Output.Length == 0 || said.Code != model.ExitCode)
            return $"it ended with {said.Code}, and {model.ExitCode} is right\n{Text(said)}";
        return said.Findings.SequenceEqual(model.Open) ? null : Text(said);
    }

    private string? CompareCapture()
    {
        var said = watched.Capture();
        model.Capture();
        return said.Code == 0 ? null : $"a capture ended with {said.Code}: {said.Errors}{said.Output}";
    }

    private string Text(Said said)
    {
        if (said.Output.Length == 0)
            return said.Errors;
        return string.Concat(said.Findings.Except(model.Open).Select(line => $"\n  it says   {said.AtLength(line)}"))
            + string.Concat(model.Open.Except(said.Findings).Select(line => $"\n  right is  {line}"));
    }
}
