namespace IntegrityWatch.Detection;

/// <summary>What monitoring reads. The numbers are the exit codes.</summary>
public enum Verdict
{
    Ok = 0,
    Warning = 1,
    Critical = 2,
    Unknown = 3,
}

/// <summary>How findings become a verdict.</summary>
public static class Verdicts
{
    /// <summary>By the worst open finding: nothing above info is OK, low and medium warn, high and critical are critical.</summary>
    public static Verdict Of(IEnumerable<Finding> open)
    {
        var worst = Severity.Info;
        foreach (var finding in open)
            if (finding.Severity > worst)
                worst = finding.Severity;
        return Of(worst);
    }

    /// <summary>What several verdicts come to: critical is hidden by nothing, and what nobody knows is worse than a warning. OK where there is none.</summary>
    public static Verdict Worst(IEnumerable<Verdict> verdicts)
    {
        var given = verdicts.ToHashSet();
        return ByWeight.FirstOrDefault(given.Contains, Verdict.Ok);
    }

    private static readonly Verdict[] ByWeight = [Verdict.Critical, Verdict.Unknown, Verdict.Warning];

    public static Verdict Of(Severity worst) => worst switch
    {
        Severity.Info => Verdict.Ok,
        Severity.Low or Severity.Medium => Verdict.Warning,
        Severity.High or Severity.Critical => Verdict.Critical,
    };
}
