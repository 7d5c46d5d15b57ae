namespace IntegrityWatch.Model;

/// <summary>A host that lives through steps, with the program and the model looking on.</summary>
internal sealed class Life : IDisposable
{
    private readonly WatchedHost watched = new();
    private readonly Model model;
    private readonly Dictionary<string, int> versions = [];

    public Life() => model = new Model(Host);


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

    /// <summary>Takes a step, and asks nobody whether what was said is right.</summary>
    public void Happen(Step step)
    {
        if (step.Deed == Deed.Capture)
            watched.Capture();
        else
            Take(step);
    }

    /// <summary>Looks at the host, or does something that is no look.</summary>
    public void Look(int how)
    {
        switch (how)
        {
            case 0 or 1:
                watched.Scan();
                break;
            case 2:
                watched.Killed(() => watched.Scan());
                break;
            case 3:
                watched.Findings();
                watched.Run("verify", "--root", Host.Root);
                break;
            case 4:
                Host.Log.Rotate();
                break;
        }
    }

    /// <summary>Lets the log or the list come later than the other; whichever was late is there with 0.</summary>
    public void Arrive(int how)
    {
        if (how > 2)
            return;
        (Host.Log.IsDelayed, Host.DelaysList) = (how == 1, how == 2);
        if (how > 0)
            watched.Scan();
    }

    /// <summary>What is open in the end, whether it is new or not, and the exit code.</summary>
    public string EndsWith()
    {
        (Host.Log.IsDelayed, Host.DelaysList) = (false, false);
        watched.Scan();
        var said = watched.Scan();
        return $"exit {said.Code}\n{string.Join('\n', said.Findings)}";
    }

    /// <summary>What differs between two runs on the same evidence and history; null for nothing.</summary>
    public string? SaysTheSameTwice()
    {
        var now = Host.Now;
        Said first = null!;
        watched.Killed(() => first = watched.Scan());
        Host.Now = now;
        var second = watched.Scan();
        return first.Output == second.Output ? null : $"{first.Output}\nand\n{second.Output}";
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
            case Deed.Capture:
                return CompareCapture();
        }
        return null;
    }

    public void Dispose() => watched.Dispose();

    private static byte[] Body(int content) => Contents.Program($"content {content}");

    private void Run(Place place)
    {
        if (Host.Disk[place.Path] is not null)
            Host.Run(place.Path);
    }

    private void Install(Place owned, int version) =>
        Host.Install(owned.Package!, $"9.{version}", (owned.Path, $"{owned.Package} 9.{version}"));

    private string? Compare(Said said, Action judge)
    {
        judge();
        model.TakeStatesOfCaptures(said.Findings);
        if (said.Output.Length == 0 || said.Code != model.ExitCode && (Held.RefusalsAreNoFindings || said.Findings.All(model.Concerns)))
            return $"it ended with {said.Code}, and {model.ExitCode} is right\n{Text(said)}";
        return Right(said).SequenceEqual(model.Open) ? null : Text(said);
    }

    private string? CompareCapture()
    {
        var said = watched.Capture();
        model.Capture();
        return said.Code == 0 ? null : $"a capture ended with {said.Code}: {said.Errors}{said.Output}";
    }

    private IEnumerable<string> Right(Said said) => Held.RefusalsAreNoFindings ? said.Findings : said.Findings.Where(model.Concerns);

    private string Text(Said said)
    {
        if (said.Output.Length == 0)
            return said.Errors;
        return string.Concat(Right(said).Except(model.Open).Select(line => $"\n  it says   {said.AtLength(line)}"))
            + string.Concat(model.Open.Except(said.Findings).Select(line => $"\n  right is  {line}"));
    }
}
