using System.CommandLine;

namespace IntegrityWatch.Commands.Options;

/// <summary>An option that says how many: 1 at least.</summary>
internal sealed class CountOption : Option<int>
{
    public CountOption(string name, string description, int standard) : base(name)
    {
        HelpName = "N";
        Description = description;
        DefaultValueFactory = _ => standard;
        Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var number) && number < 1)
                result.AddError($"{name} is 1 at least");
        });
    }
}
