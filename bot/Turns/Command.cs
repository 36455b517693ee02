using Assistant.Skills.Language;
using Assistant.Skills.Policy;

namespace Assistant.Bot.Turns;

/// <summary>Everything understanding may say. The list is the type: nothing else reaches the dialogue.</summary>
public abstract record Command
{
    private Command() { }

    /// <summary>The person wants something: an intent of the catalogue.</summary>
    public sealed record Start(string Intent, double Score, string Source) : Command;

    /// <summary>A value was heard.</summary>
    public sealed record Hear(Entity Entity) : Command;

    /// <summary>A clear yes or no.</summary>
    public sealed record Confirm(bool Yes) : Command;

    /// <summary>The open question is to be dropped.</summary>
    public sealed record Cancel : Command;

    /// <summary>One of the options shown, by number or by what it is good for.</summary>
    public sealed record Choose(int? Option, OfferLabel? Label) : Command;

    /// <summary>Nothing above was in the words.</summary>
    public sealed record NotUnderstood : Command;
}

/// <summary>What understanding made of a message.</summary>
/// <param name="Locale">Language the reply is written in.</param>
/// <param name="Commands">Commands, best intent first.</param>
public sealed record Understood(string Locale, IReadOnlyList<Command> Commands)
{
    /// <summary>Most commands one message may carry; more is noise or an attack, and the rest is left out.</summary>
    public const int MostCommands = 40;

    /// <summary>Values heard.</summary>
    public IReadOnlyList<Entity> Entities => [.. Commands.OfType<Command.Hear>().Select(hear => hear.Entity)];

    /// <summary>Intents, best first.</summary>
    public IReadOnlyList<Command.Start> Intents => [.. Commands.OfType<Command.Start>()];

    /// <summary>What an intent's source is called where a language model named it.</summary>
    public const string Model = "model";

    /// <summary>Whether a language model named the intents; it names all of a message or none.</summary>
    public bool IsGuess => Commands.Any(command => command is Command.Start { Source: Model });

    /// <summary>
    /// Keeps only commands that hold: intents of the catalogue, amounts that are positive, one answer.
    /// </summary>
    public static Understood Checked(string locale, IEnumerable<Command> commands, IReadOnlyCollection<string> catalogue)
    {
        var kept = commands.Where(command => command switch
        {
            Command.Start start => catalogue.Contains(start.Intent) && start.Score is > 0 and <= 1,
            Command.Hear { Entity: { Type: EntityType.Amount, Value: var value } } => !value.StartsWith('-') && value != "0.00",
            Command.Choose choose => choose.Option is null or (> 0 and <= 9),
            _ => true,
        }).Take(MostCommands).ToList();
        return new(locale, kept.Count > 0 ? kept : [new Command.NotUnderstood()]);
    }
}
