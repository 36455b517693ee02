using System.Security.Cryptography;
using Assistant.Bot.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace Assistant.Bot.Staff.SignIn;

/// <summary>Protects cookies and form tokens with the privacy key, so that they hold on every node and after a restart.</summary>
public sealed class VaultProtection(Vault vault) : IDataProtectionProvider
{
    /// <inheritdoc/>
    public IDataProtector CreateProtector(string purpose) => new Protector(vault, purpose);

    private sealed class Protector(Vault vault, string purpose) : IDataProtector
    {
        private readonly byte[] key = vault.Hash("data-protection", purpose);

        public IDataProtector CreateProtector(string purpose1) => new Protector(vault, $"{purpose}\n{purpose1}");

        public byte[] Protect(byte[] plaintext) => Vault.Seal(key, plaintext);

        public byte[] Unprotect(byte[] protectedData)
        {
            try
            {
                return Vault.Unseal(key, protectedData);
            }
            catch (ArgumentException)
            {
                // Too short to be a box: to callers that is what a wrong one is.
                throw new CryptographicException("This was not protected here.");
            }
        }

    }
}
