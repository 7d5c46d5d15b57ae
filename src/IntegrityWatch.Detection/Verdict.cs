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

    public static Verdict Of(Severity worst) => worst switch
    {
        Severity.Info => Verdict.Ok,
        Severity.Low or Severity.Medium => Verdict.Warning,
        Severity.High or Severity.Critical => Verdict.Critical,
    };
}
