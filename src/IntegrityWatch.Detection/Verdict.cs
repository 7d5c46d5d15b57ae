namespace IntegrityWatch.Detection;

/// <summary>What monitoring reads. The numbers are the exit codes.</summary>
public enum Verdict
{
    Ok = 0,
    Warning = 1,
    Critical = 2,
    Unknown = 3,
}
