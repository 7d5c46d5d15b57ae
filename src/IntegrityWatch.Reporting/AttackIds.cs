using IntegrityWatch.Detection.Attack;

namespace IntegrityWatch.Reporting;

/// <summary>The ids of techniques, as ATT&amp;CK forms them. A policy may hold others.</summary>
internal static class AttackIds
{
    extension(Technique technique)
    {
        /// <summary>True for <c>T1036</c> and <c>T1036.005</c>; what is formed otherwise ATT&amp;CK cannot know.</summary>
        public bool IsOfAttack => technique.Id.Length switch
        {
            5 => IsForm(technique.Id),
            9 => IsForm(technique.Id[..5]) && technique.Id[5] == '.' && technique.Id[6..].All(char.IsAsciiDigit),
            _ => false,
        };

        /// <summary>The technique that a sub-technique belongs to; null for a technique.</summary>
        public string? Parent => technique.Id.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? technique.Id[..dot] : null;
    }

    private static bool IsForm(string id) => id[0] == 'T' && id[1..].All(char.IsAsciiDigit);
}
