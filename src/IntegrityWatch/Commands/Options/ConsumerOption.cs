using System.CommandLine;
using IntegrityWatch.History;

namespace IntegrityWatch.Commands.Options;

/// <summary>For whom a report is: what is new to one consumer is not new to another.</summary>
internal sealed class ConsumerOption : Option<string>
{
    private const int MostOfName = 64;

    public ConsumerOption() : base("--consumer")
    {
        HelpName = "NAME";
        Description = "For whom this is: what NAME was not told yet is new, and is told by then";
        DefaultValueFactory = _ => ToldFile.Everybody;
        Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (token.Value.Length is 0 or > MostOfName || !token.Value.All(IsOfName)))
                result.AddError($"a consumer's name has letters, digits, dots, hyphens and underscores, {MostOfName} at most");
        });
    }

    private static bool IsOfName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_';
}
