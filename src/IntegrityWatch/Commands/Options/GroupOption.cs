using System.CommandLine;

namespace IntegrityWatch.Commands.Options;

/// <summary>Which group of hosts a generation is for.</summary>
internal sealed class GroupOption : Option<string>
{
    /// <summary>What the store's column takes, in characters.</summary>
    private const int MostOfName = 200;

    public GroupOption() : base("--group")
    {
        HelpName = "G";
        Description = "The group of hosts that it is for";
        Required = true;
        Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (token.Value.Length is 0 or > MostOfName || !token.Value.All(IsOfName)))
                result.AddError("a group's name has letters, digits, dots, hyphens and underscores");
        });
    }

    private static bool IsOfName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_';
}
