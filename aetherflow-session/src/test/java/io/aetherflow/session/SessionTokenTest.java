// SPDX-License-Identifier: Apache-2.0
package io.aetherflow.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTokenTest {
    private static final UUID ID = UUID.fromString("019c9a2e-0b00-7abc-8def-0123456789ab");

    private final SessionToken token = SessionToken.random(ID, new SecureRandom());

    @Test
    void textIsIdDotSecretOf256Bits() {
        assertThat(token.text()).hasSize(SessionToken.TEXT_LENGTH).startsWith(ID + ".");
        assertThat(Base64.getUrlDecoder().decode(secret())).hasSize(32);
    }

    @Test
    void textParsesBackToAnEqualToken() {
        SessionToken parsed = SessionToken.parse(token.text());

        assertThat(parsed).isEqualTo(token).hasSameHashCodeAs(token);
        assertThat(parsed.sessionId()).isEqualTo(ID);
        assertThat(parsed.hash()).isEqualTo(token.hash()).hasSameHashCodeAs(token.hash());
    }

    @Test
    void hashIsTheSha256OfTheSecret() throws Exception {
        byte[] secret = Base64.getUrlDecoder().decode(secret());

        assertThat(token.hash().bytes())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(secret));
        assertThat(TokenHash.of(token.hash().bytes())).isEqualTo(token.hash());
    }

    @Test
    void hashCannotBeChangedThroughItsBytes() {
        TokenHash hash = token.hash();
        byte[] bytes = hash.bytes();
        bytes[0]++;

        assertThat(hash).isEqualTo(token.hash()).isNotEqualTo(TokenHash.of(bytes));
    }

    @Test
    void hashOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> TokenHash.of(new byte[31])).hasMessage("hash has 31 bytes, allowed is 32");
    }

    @Test
    void secretsDiffer() {
        SecureRandom random = new SecureRandom();
        Set<SessionToken> tokens = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            tokens.add(SessionToken.random(ID, random));
        }

        assertThat(tokens).hasSize(1000);
    }

    @Test
    void textFormsForLogsHideTheSecretAndItsHash() {
        IssuedSession issued = new IssuedSession(new SessionManagerFixture().session("ann"), token);

        assertThat(token).hasToString("SessionToken[sessionId=" + ID + ", secret=redacted]");
        assertThat(issued.toString()).doesNotContain(secret());
        assertThat(token.hash()).hasToString("TokenHash[redacted]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "019c9a2e-0b00-7abc-8def-0123456789ab",
                "019c9a2e-0b00-7abc-8def-0123456789ab.",
                "019c9a2e-0b00-7abc-8def-0123456789ab.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "019c9a2e-0b00-7abc-8def-0123456789ab.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
                "019c9a2e-0b00-7abc-8def-0123456789ab.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "019c9a2e-0b00-7abc-8def-0123456789ab.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+/A",
                "019c9a2e-0b00-7abc-8def-0123456789ab AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "019C9A2E-0B00-7ABC-8DEF-0123456789AB.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "19c9a2e-00b00-7abc-8def-0123456789ab.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "019c9a2e-0b00-7abc-8def-0123456789zz.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "-----------------------------------..AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void malformedTextIsRefusedWithoutRepeatingIt(String text) {
        assertThatExceptionOfType(InvalidTokenException.class)
                .isThrownBy(() -> SessionToken.parse(text))
                .withMessage("token is malformed, allowed is <session id>.<43 characters of base64url>")
                .withNoCause()
                .satisfies(e -> assertThat(e.sessionId()).isEmpty());
    }

    private String secret() {
        return token.text().substring(ID.toString().length() + 1);
    }
}
