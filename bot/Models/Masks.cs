using Assistant.Bot.Privacy;
using Assistant.Bot.Storage;
using Assistant.Bot.Turns;

namespace Assistant.Bot.Models;

/// <summary>Makes the mask of a request: what tells who somebody is becomes tokens before anything is sent.</summary>
public sealed class Masks(PersonalData data, Cases cases, BankClock clock)
{
    /// <summary>A mask.</summary>
    /// <param name="locale">Language of the words.</param>
    /// <param name="caseNo">The case that was proved, so that its names are known; null before.</param>
    /// <param name="identityAsked">Whether identity factors were asked for, so that bare digits are taken as such.</param>
    public Mask For(string locale, string? caseNo, bool identityAsked)
    {
        var known = caseNo is null ? null : cases.ToHide(caseNo);
        return new(data, locale, known?.Holder, known?.File, clock.Today, identityAsked);
    }
}
