using System.CommandLine;

namespace IntegrityWatch.Commands;

/// <summary>Options whose number says how many.</summary>
internal static class AtLeastOne
{
    public static Option<int> Option(string name, string help, int standard)
    {
        var option = new Option<int>(name) { HelpName = "N", Description = help, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var number) && number < 1)
                result.AddError($"{name} is 1 at least");
        });
        return option;
    }
}
