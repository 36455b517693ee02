using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Assistant.Bot.Privacy;
using Assistant.Skills.Ledger;

namespace Assistant.Bot.Models;

/// <summary>
/// Puts tokens in the place of what tells who somebody is, before a text goes to a language model, and puts it back in what the model answers. One mask serves one
/// request: within it the same words get the same token.
/// </summary>
/// <param name="data">Finds what tells who somebody is.</param>
/// <param name="locale">Language of the conversation.</param>
/// <param name="holder">Whose case it is; null before identity is proved.</param>
/// <param name="file">The bank's file; null likewise.</param>
/// <param name="today">The bank's day.</param>
/// <param name="identityAsked">Whether identity was asked for: then every short number that could answer is taken too.</param>
public sealed partial class Mask(PersonalData data, string locale, Holder? holder, CaseFile? file, DateOnly today, bool identityAsked)
{
    /// <summary>Stands for a token where what is left is looked at: it joins neither digits nor addresses.</summary>
    private const string Nothing = "¤";

    private readonly Known known = new(holder, file);
    private readonly Dictionary<string, string> tokens = [];
    private readonly Dictionary<string, string> values = [];
    private readonly Dictionary<string, int> counts = [];

    /// <summary>How many values of each kind were hidden so far.</summary>
    public IReadOnlyDictionary<string, int> Counts => counts;

    /// <summary>The text with tokens such as <c>[NAME_1]</c> in the place of what tells who somebody is.</summary>
    public string Hide(string text)
    {
        text = Defuse(text);
        var (made, at) = (new StringBuilder(text.Length), 0);
        foreach (var one in data.Find(text, known, today, identityAsked, locale))
        {
            made.Append(text, at, one.Start - at).Append(Token(text[one.Start..one.End], one.Kind));
            at = one.End;
        }

        return made.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The text with the values in the place of their tokens; null when it has a token that was never given out, which nobody must be shown.</summary>
    public string? Restore(string text)
    {
        var unknown = false;
        var restored = TokenShape().Replace(text, match =>
        {
            var value = values.GetValueOrDefault(match.Groups[1].Value.ToUpperInvariant());
            unknown |= value is null;
            return value ?? "";
        });
        return unknown ? null : restored;
    }

    /// <summary>The text as it is sent on: what a person wrote in the shape of a token gets other brackets, so that nobody can write one.</summary>
    public static string Defuse(string text)
    {
        var folded = new Folded(text);
        if (!TokenShape().IsMatch(folded.Text))
            return text;
        var made = new StringBuilder(text);
        foreach (Match match in TokenShape().Matches(folded.Text))
        {
            made[folded.Start(match.Index)] = '［';
            made[folded.Start(match.Index + match.Length - 1)] = '］';
        }

        return made.ToString();
    }

    /// <summary>The last look before the wire: whether no number of seven or more digits, no e-mail address and no identity number is left. It trusts no pattern.</summary>
    public static bool IsClean(string text) => PersonalData.IsClean(Given().Replace(text, Nothing));

    private string Token(string value, string kind)
    {
        if (tokens.TryGetValue(value, out var token))
            return token;
        counts[kind] = counts.GetValueOrDefault(kind) + 1;
        var name = string.Create(CultureInfo.InvariantCulture, $"{kind.ToUpperInvariant()}_{counts[kind]}");
        values[name] = value;
        return tokens[value] = $"[{name}]";
    }

    /// <summary>A token, also as a model may write it: in other brackets or in small letters.</summary>
    [GeneratedRegex(@"[\[【〔]\s*([A-Za-z]{2,12}_[0-9]{1,6})\s*[\]】〕]", RegexOptions.CultureInvariant)]
    private static partial Regex TokenShape();

    [GeneratedRegex(@"\[[A-Z]{2,12}_[0-9]{1,6}\]", RegexOptions.CultureInvariant)]
    private static partial Regex Given();
}
