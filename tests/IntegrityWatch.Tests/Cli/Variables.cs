namespace IntegrityWatch.Tests.Cli;

/// <summary>Variables of the environment, set back when the test is over. Tests that use them must not run at the same time.</summary>
public sealed class Variables : IDisposable
{
    private readonly Dictionary<string, string?> before = [];

    public void Set(string name, string? value)
    {
        before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }

    public void Dispose()
    {
        foreach (var (name, value) in before)
            Environment.SetEnvironmentVariable(name, value);
    }
}
