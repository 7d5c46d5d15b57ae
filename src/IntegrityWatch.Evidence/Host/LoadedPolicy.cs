using IntegrityWatch.Evidence.Ima;
using IntegrityWatch.Evidence.Ima.Policies;
using IntegrityWatch.Platform.Files;

namespace IntegrityWatch.Evidence.Host;

/// <summary>The IMA policy that the kernel has loaded, where it shows it: without CONFIG_IMA_READ_POLICY the file may not even be read by root.</summary>
internal static class LoadedPolicy
{
    private const int MostBytes = 256 * 1024;

    /// <summary>Null where it is not shown.</summary>
    public static ImaPolicy? Of(EvidenceRoot root)
    {
        try
        {
            return root.ReadText(ListPaths.Folder + "policy", MostBytes) is { Length: > 0 } text ? ImaPolicy.Parse(text.Split('\n')) : null;
        }
        catch (CannotCheckException)
        {
            return null;
        }
    }

    /// <summary>The sorts of files of which it measures any, under whatever conditions.</summary>
    public static ProgramSorts MeasuredBy(ImaPolicy policy) => MeasuredBy(policy, effect => effect.IsDone);

    /// <summary>The sorts of files that it measures wherever they lie and whoever uses them.</summary>
    public static ProgramSorts WhollyMeasuredBy(ImaPolicy policy) => MeasuredBy(policy, effect => effect.IsWhole);

    private static ProgramSorts MeasuredBy(ImaPolicy policy, Func<RuleEffect, bool> holds)
    {
        var sorts = ProgramSorts.None;
        foreach (var (occasion, those) in Occasions)
            if (holds(policy.EffectOf("measure", occasion)))
                sorts |= those;
        return sorts;
    }

    private static readonly (ImaOccasion Occasion, ProgramSorts Sorts)[] Occasions =
    [
        (ImaOccasion.Program, ProgramSorts.Programs),
        (ImaOccasion.Credentials, ProgramSorts.Programs),
        (ImaOccasion.Library, ProgramSorts.Libraries),
        (ImaOccasion.RequestedLibrary, ProgramSorts.Libraries),
        (ImaOccasion.Module, ProgramSorts.Modules),
        // Opening measures what is mapped and loaded afterwards.
        (ImaOccasion.Reading, ProgramSorts.Libraries | ProgramSorts.Modules),
    ];
}
