namespace IntegrityWatch.Reporting.Text;

/// <summary>What <c>config show</c> has to say: one line a value, <c>KEY = VALUE (SOURCE)</c>.</summary>
public static class SettingsText
{
    public static void Write(TextWriter output, TextStyle style, IEnumerable<EffectiveSetting> settings)
    {
        foreach (var setting in settings)
            output.WriteLine($"{style.Bold(setting.Key)} = {(setting.Value is { } value ? SafeText.Of(value) : "(none)")} "
                + style.Faint($"({SafeText.Sentence(setting.Source)})"));
    }
}
